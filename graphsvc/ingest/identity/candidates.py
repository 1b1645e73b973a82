"""Pairs worth comparing, without looking at all: equal keys, and names that share their rarest trigrams."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from graphsvc.arrays import Floats, Int64s
from graphsvc.ingest.identity.records import PreparedRecord

RAREST = 14
"""Trigrams of a name by which others are looked for: the rarest that others have."""
NEAREST = 8
"""Names of the other table that each name is compared with, at most."""
LEAST = 0.35
"""The share of the weight of trigrams that two names have in common, at least."""
MOST_EQUAL = 30
"""Records with one key, beyond which the key is no reason to compare."""
_PRODUCTS = 16_000_000
"""Products of weights that are computed at once; they bound the memory."""


class NameBlocks:
    """The names of a table as rows of trigrams, by country; build it once for many questions."""

    def __init__(self, records: Sequence[PreparedRecord]) -> None:
        self.records = records
        self._columns: dict[str, int] = {}
        self._owners, self._matrix = self._trigrams(records, learn=True)
        self._country = np.array([records[row].country for row in self._owners.tolist()], dtype=object)
        self._blocks: dict[str, tuple[Int64s, Floats, sparse.csr_array]] = {}
        self._keys: dict[str, list[int]] = defaultdict(list)
        for row, record in enumerate(records):
            for key in _keys(record):
                self._keys[key].append(row)

    def near(self, others: Sequence[PreparedRecord]) -> tuple[Int64s, Int64s]:
        """Rows of `others` and rows of this table to compare, each pair once, sorted."""
        pairs = [*self._equal(others), *self._alike(others)]
        width = max(len(self.records), 1)
        codes = np.unique(
            np.concatenate([left * width + right for left, right in pairs] or [np.empty(0, np.int64)])
        )
        return codes // width, codes % width

    def _equal(self, others: Sequence[PreparedRecord]) -> Iterable[tuple[Int64s, Int64s]]:
        left: list[int] = []
        right: list[int] = []
        for row, record in enumerate(others):
            for key in _keys(record):
                found = self._keys.get(key, ())
                met = [one for one in found if ":" in key or _countries_meet(record, self.records[one])]
                if len(met) <= MOST_EQUAL:
                    left += [row] * len(met)
                    right += met
        yield np.array(left, np.int64), np.array(right, np.int64)

    def _alike(self, others: Sequence[PreparedRecord]) -> Iterable[tuple[Int64s, Int64s]]:
        owners, matrix = self._trigrams(others, learn=False)
        countries = np.array([others[row].country for row in owners.tolist()], dtype=object)
        for country in sorted(set(countries)):
            mine = np.flatnonzero(countries == country)
            theirs, weight, scaled = self._block(country)
            chosen = _rarest(matrix[mine], weight)
            products = np.concatenate([[0], np.cumsum(np.diff(scaled.indptr)[chosen.indices])])[chosen.indptr]
            start = 0
            while start < len(mine):
                end = int(np.searchsorted(products, products[start] + _PRODUCTS, side="right")) - 1
                end = max(end, start + 1)
                left, right = _largest(sparse.csr_array(chosen[start:end] @ scaled))
                yield owners[mine[start + left]], self._owners[theirs[right]]
                start = end

    def _block(self, country: str) -> tuple[Int64s, Floats, sparse.csr_array]:
        """Names that may be in a country, the weights of trigrams among them, and their rows transposed."""
        if country not in self._blocks:
            met = (self._country == country) | (self._country == "") | (country == "")
            theirs = np.flatnonzero(met)
            rows = self._matrix[theirs]
            counts = np.asarray(rows.sum(axis=0)).ravel()
            weight = np.where(counts > 0, np.log(1 + len(theirs) / np.maximum(counts, 1)), 0).astype(
                np.float32
            )
            lengths = np.sqrt(rows @ (weight**2))
            scale = sparse.diags_array((1 / np.maximum(lengths, 1e-9)).astype(np.float32))
            scaled = sparse.csr_array((scale @ rows @ sparse.diags_array(weight)).T)
            self._blocks[country] = theirs, weight, scaled
        return self._blocks[country]

    def _trigrams(self, records: Sequence[PreparedRecord], *, learn: bool) -> tuple[Int64s, sparse.csr_array]:
        """Names as rows of trigrams: the record of each row, and 1 where a name has a trigram."""
        columns, indices, starts = self._columns, [], [0]
        owners = []
        for row, record in enumerate(records):
            for key in record.names:
                text = f" {' '.join(key.words)} "
                grams = {text[place : place + 3] for place in range(len(text) - 2)}
                if learn:
                    indices += [columns.setdefault(gram, len(columns)) for gram in grams]
                else:
                    indices += [columns[gram] for gram in grams if gram in columns]
                starts.append(len(indices))
                owners.append(row)
        shape = (len(owners), max(len(columns), 1))
        data = np.ones(len(indices), np.float32)
        matrix = sparse.csr_array((data, np.array(indices, np.int32), np.array(starts, np.int64)), shape)
        return np.array(owners, np.int64), matrix


def _rarest(rows: sparse.csr_array, weight: Floats) -> sparse.csr_array:
    """`rows` with the weights of their `RAREST` heaviest columns, nothing elsewhere."""
    rows = sparse.csr_array(rows @ sparse.diags_array(weight))
    rows.eliminate_zeros()
    keep = _ranks(rows) < RAREST
    owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))[keep]
    chosen = sparse.csr_array((rows.data[keep], (owner, rows.indices[keep])), rows.shape)
    lengths = np.sqrt(np.asarray(chosen.power(2).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ chosen)


def _largest(found: sparse.csr_array) -> tuple[Int64s, Int64s]:
    found.data[found.data < LEAST] = 0
    found.eliminate_zeros()
    keep = _ranks(found) < NEAREST
    owner = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    return owner[keep], found.indices[keep].astype(np.int64)


def _ranks(rows: sparse.csr_array) -> Int64s:
    """For every entry its rank within its row, 0 for the largest; ties by column."""
    owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -rows.data, owner))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - rows.indptr[:-1][owner[order]]
    return ranks


def _keys(record: PreparedRecord) -> set[str]:
    """What records of one organization often share letter by letter; with a colon, whatever the country."""
    names = {form for key in record.names for form in ("".join(sorted(key.words)), key.run)}
    website = {f"website:{record.domain}"} if record.domain else set()
    return names | {f"name:{form}" for form in names} | record.shorts | record.identifiers | website


def _countries_meet(one: PreparedRecord, other: PreparedRecord) -> bool:
    return not one.country or not other.country or one.country == other.country
