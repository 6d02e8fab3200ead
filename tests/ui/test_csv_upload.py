"""Tables from readers: every bad kind made in memory; each is taken, or refused in one clear sentence."""

import random
import tracemalloc

import pytest

from tests.bad_files import HTML, SVG, plain
from ui.csv_upload import UnreadableTableError, Wanted, read_table

WANTED = Wanted(("x", "y"), least=2, most=100, limit=1000)
THREE = [(1.0, 2.5), (-3.0, 0.04), (7.0, 8.0)]


@pytest.mark.parametrize(
    "text",
    [
        "1,2.5\n-3,4e-2\n7,+8",
        "x,y\n1,2.5\n-3,0.04\n7,8\n",
        "\ufeffx;y\r\n1;2,5\r\n-3;0,04\r\n7;8\r\n",
        "hours\tpoints\n1\t2.5\n-3\t0.04\n7\t8",
        '"x","y"\n"1","2.5"\n"-3", "0.04"\n\n7 , 8 ,,\n,,\n',
        "1;2.5\n-3;0.04\n7;8",
        "x\n1,2.5\n-3,0.04\n7,8",
    ],
    ids=["plain", "names", "excel", "tabs", "quotes", "semicolons", "one name"],
)
def test_the_usual_ways_to_write_a_table_are_read(text):
    assert read_table(text.encode(), WANTED) == THREE


BAD = {
    "empty": (b"", "This file is empty"),
    "blank": (b" \n\n , ,\n", "This file is empty"),
    "names only": (b"x,y\n", "has 0 rows of numbers"),
    "one row": (b"x,y\n1,2\n", "has 1 row of numbers"),
    "a million rows": (b"1,2\n" * 1_000_000, "has more than 100 rows"),
    "too large": (b"1,2\n" * 1_400_000, "larger than 5 MB"),
    "text": (b"1,2\nthree,4\n", "x in line 2 is not a number"),
    "text below names": (b"x,y\na,b\n1,2\n", "x in line 2 is not a number"),
    "nan": (b"1,2\n3,NaN\n", "y in line 2 is not a finite number"),
    "nan at the top": (b"nan,nan\n3,4\n5,6\n", "x in line 1 is not a finite number"),
    "infinite": (b"1,2\n3,1e999\n", "y in line 2 is not a finite number"),
    "too large a number": (b"1,2\n3,-1000.5\n", "y in line 2 is too large a number"),
    "formula": (b"x,y\n1,=SUM(A1:A9)\n2,3\n", "y in line 2 is a formula"),
    "formula at the top": (b"=1+1,=2\n2,3\n2,3\n", "x in line 1 is a formula"),
    "command": (b"1,2\n@cmd,3\n", "x in line 2 is a formula"),
    "code": (b"1,2\n__import__('os'),3\n", "x in line 2 is not a number"),
    "underscores": (b"1,2\n1_0,3\n", "x in line 2 is not a number"),
    "a hole": (b"1,2\n,3\n", "x in line 2 is not a number"),
    "a short row": (b"1,2\n3\n", "Line 2 has 1 cell, not 2"),
    "wide": (b"1,2,3\n4,5,6\n", "Line 1 has 3 cells, not 2"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "not a text in UTF-8"),
    "bytes": (b"1,2\n3,\0\n", "not a text"),
    "names and a row too many": (b"x,y\n" + b"1,2\n" * 101, "has more than 100 rows"),
    "one giant line": (b"12," * 1_700_000, "Line 1 has 5,100,000 characters"),
    "10,000 columns": (b"1," * 10_000, "Line 1 has 20,000 characters"),
    "400 columns": ((b"1," * 400 + b"\n") * 3, "Line 1 has 400 cells, not 2"),
    "a quote never closed": (b'1,2\n"3,4\n5,6\n', "Line 2 has 1 cell, not 2"),
    "quotes never closed": (b'x,y\n"' + b"1,2\n" * 50, "Line 2 has 1 cell, not 2"),
    "formula with a sign": (b"1,2\n+cmd|' /C calc'!A0,3\n", "x in line 2 is not a number"),
    "latin-1": ("Größe,y\n1,2\n3,4\n".encode("latin-1"), "not a text in UTF-8"),
    "html": (HTML, "has 0 rows of numbers"),
    "svg": (SVG, "has 0 rows of numbers"),
    "a real picture": (plain((9, 9), "L", "PNG"), "not a text in UTF-8"),
    "utf-16": ("1,2\n3,4\n".encode("utf-16"), "not a text in UTF-8"),
    "one long cell": (b"1,2\n" + b"9" * 200_000 + b",3\n", "Line 2 has 200,003 characters"),
}


@pytest.mark.parametrize(("data", "why"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_clear_sentence_that_says_what_is_accepted(data, why):
    with pytest.raises(UnreadableTableError) as refused:
        read_table(data, WANTED)
    assert why in str(refused.value)
    assert WANTED.said in str(refused.value)
    assert len(str(refused.value)) < 260


def test_of_a_million_rows_no_more_are_read_than_show_that_they_are_too_many():
    data = b"1,2\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(UnreadableTableError):
        read_table(data, WANTED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000


def test_as_many_rows_as_are_wanted_are_read_below_names_and_between_empty_lines():
    assert len(read_table(b"x,y\n\n" + b"1,2\n\n" * 100, WANTED)) == 100


def test_flipped_bytes_never_raise_anything_else():
    good, rng = b"x,y\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(20)), random.Random(0)
    for _ in range(1000):
        bad = bytearray(good)
        for _ in range(3):
            bad[rng.randrange(len(bad))] = rng.randrange(256)
        try:
            rows = read_table(bytes(bad), WANTED)
        except UnreadableTableError:
            continue
        assert all(len(row) == 2 and abs(v) <= 1000 for row in rows for v in row)
