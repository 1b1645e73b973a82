"""Types of arrays by the kind of number they hold; shapes stand in the docstrings of those who use them.

An exact name (`Int32s`) is a promise: such arrays are saved, memory-mapped or handed to compiled code as they
are. `Integers` and `Floats` take any width.
"""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt64s = NDArray[np.uint64]
Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Integers = NDArray[np.integer]
SignedIntegers = NDArray[np.signedinteger]
Floats = NDArray[np.floating]
