"""A history of five organizations and four projects, small enough to compute every signal by hand.

==  ================  ==========  ===  =========  ====  ===============  ==========  =================
id  members           text        age  program    call  sentence vector  in English  end
==  ================  ==========  ===  =========  ====  ===============  ==========  =================
p1  a (coord.), b     peas          4  X          RIA   (100, 0)         (0, 5)      over
p2  b (coord.), c     peas cells    0  X          IA    (60, 80)         (3, 4)      runs out that day
p3  c (coord.), d, e  cells         4  Y          RIA   (0, 100)         (4, 3)      not known
p4  d (coord.), e     courts        8  not known  RIA   none             none        runs
==  ================  ==========  ===  =========  ====  ===============  ==========  =================

Both words that more than one text holds stand in two texts, so they weigh the same: p1 is (1, 0) in words,
p2 (1, 1)/√2, p3 (0, 1); p4 holds no known word. Ages are years of 365.25 days.
"""

import numpy as np
import scipy.sparse as sp

from graphsvc.matching.history import KINDS, History
from graphsvc.snapshot.dates import NO_DAY

AS_OF = 20_000
FOUR_YEARS = 1_461
A, B, C, D, E = range(5)


def five() -> History:
    """The history of the table above; a and b are in Germany, c and d in France, e in Italy."""
    members = [
        [2, 0, 0, 0],
        [1, 2, 0, 0],
        [0, 1, 2, 0],
        [0, 0, 1, 2],
        [0, 0, 1, 1],
    ]
    texts = ["peas", "peas cells", "cells", "courts"]
    kinds = ["company", "research", "research", "company", "research"]
    return History(
        organizations=["a", "b", "c", "d", "e"],
        projects=["p1", "p2", "p3", "p4"],
        incidence=sp.csr_array(np.array(members, dtype=np.int8)),
        start=np.array([AS_OF - FOUR_YEARS, AS_OF, AS_OF - FOUR_YEARS, AS_OF - 2 * FOUR_YEARS], np.int32),
        end=np.array([AS_OF - 1, AS_OF, NO_DAY, AS_OF + 100], dtype=np.int32),
        as_of=AS_OF,
        texts=texts,
        programmes=["X", "X", "Y", ""],
        calls=["RIA", "IA", "RIA", "RIA"],
        countries=("DE", "FR", "IT"),
        country=np.array([0, 0, 1, 1, 2], dtype=np.int16),
        kind=np.array([KINDS.index(kind) for kind in kinds], dtype=np.int16),
        hidden=np.zeros(5, dtype=bool),
        names=["A", "B", "C", "D", "E"],
        titles=texts,
        vectors=np.array([[100, 0], [60, 80], [0, 100], [0, 0]], dtype=np.float32),
        english=np.array([[0, 5], [3, 4], [4, 3], [0, 0]], dtype=np.float32),
    )
