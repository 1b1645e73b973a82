from graphsvc.state.bounded_cache import BoundedCache


def by_length(entries: int, most: int) -> BoundedCache[str, str]:
    return BoundedCache(entries, most, lambda key, value: len(key) + len(value))


def kept(cache: BoundedCache[str, str], keys: str) -> str:
    return "".join(key for key in keys if cache.get(key) is not None)


def test_the_one_not_asked_for_longest_leaves_first() -> None:
    cache = BoundedCache[str, str](entries=2)
    for key in "ab":
        cache.put(key, key)
    assert cache.get("a") == "a"
    cache.put("c", "c")
    assert kept(cache, "abc") == "ac"


def test_sizes_are_those_of_what_is_kept_now() -> None:
    cache = by_length(entries=10, most=10)
    cache.put("a", "1234567")
    cache.put("a", "1")
    cache.put("b", "1234567")
    assert kept(cache, "ab") == "ab"
    cache.put("c", "1")
    assert kept(cache, "abc") == "bc"
    cache.clear()
    cache.put("d", "123456789")
    assert kept(cache, "abcd") == "d"


def test_what_is_larger_than_all_may_be_is_not_kept() -> None:
    cache = by_length(entries=10, most=10)
    cache.put("a", "1234567890")
    assert cache.get("a") is None
    cache.put("b", "1")
    assert cache.get("b") == "1"
