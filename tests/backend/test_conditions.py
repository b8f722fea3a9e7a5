import pytest

from backend.conditions import names

TAG = '"a1"'


@pytest.mark.parametrize(
    "header", ['"a1"', 'W/"a1"', '"b2", "a1"', '"a1","b2"', '"b,2" , W/"a1"', ',"a1",,', "*", " * ", '"b2"\t,\t"a1"']
)
def test_named(header: str) -> None:
    assert names(header, TAG)


@pytest.mark.parametrize(
    "header", [None, "", "a1", '"a1', 'a1"', '"A1"', '"b2"', 'x"a1"', '"a1"x', '"b2" "a1"', 'w/"a1"', "*, *", '"x,"a1"']
)
def test_not_named(header: str | None) -> None:
    assert not names(header, TAG)


def test_long_headers_take_no_longer_than_they_are() -> None:
    assert not names('"' * 65_536, TAG)
    assert not names(" ," * 32_768, TAG)
    assert not names('W/"b",' * 10_000, TAG)
