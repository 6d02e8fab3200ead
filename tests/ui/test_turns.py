"""Whose turn it is, with threads that wait for each other at known places."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.app import ROOT
from ui.turns import Turns

PATIENCE = 20  # seconds after which a test gives up


def test_a_second_thread_waits_until_the_first_has_given_its_turn_back():
    turns, seen = Turns(longest=PATIENCE), []
    with ThreadPoolExecutor(1) as pool:
        with turns.take():
            later = pool.submit(lambda: take_and_note(turns, seen, "second"))
            seen.append("first")
        later.result(PATIENCE)
    assert seen == ["first", "second"]


def test_no_two_of_many_threads_have_the_turn_at_once():
    turns, inside, most = Turns(longest=PATIENCE), [], []
    ready = threading.Barrier(8)

    def work():
        ready.wait(PATIENCE)
        for _ in range(50):
            with turns.take():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(8)]:
            done.result(PATIENCE)
    assert len(most) == 400
    assert max(most) == 1


def test_nobody_waits_longer_than_the_longest_turn_for_one_who_takes_longer():
    turns, seen = Turns(longest=0.01), []
    with ThreadPoolExecutor(1) as pool, turns.take():
        pool.submit(lambda: take_and_note(turns, seen, "beside")).result(PATIENCE)
    assert seen == ["beside"]


def test_who_has_lost_the_turn_does_not_end_the_turn_of_the_next():
    turns, entered, leave = Turns(longest=0.01), threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with turns.take():
            turns.longest = PATIENCE  # of the next
            second = pool.submit(lambda: hold(turns, entered, leave))
            assert entered.wait(PATIENCE)
        assert turns.holder is not None
        leave.set()
        second.result(PATIENCE)
    assert turns.holder is None


def test_a_turn_within_a_turn_is_the_same_one():
    turns, seen = Turns(longest=PATIENCE), []
    with ThreadPoolExecutor(1) as pool:
        with turns.take():
            with turns.take():
                pass
            later = pool.submit(lambda: take_and_note(turns, seen, "other"))
            seen.append("still mine")
        later.result(PATIENCE)
    assert seen == ["still mine", "other"]


def test_an_error_gives_the_turn_back():
    turns, seen = Turns(longest=PATIENCE), []
    with pytest.raises(ZeroDivisionError), turns.take():
        raise ZeroDivisionError
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: take_and_note(turns, seen, "next")).result(PATIENCE)
    assert seen == ["next"]


def take_and_note(turns, seen, word):
    with turns.take():
        seen.append(word)


def hold(turns, entered, leave):
    with turns.take():
        entered.set()
        leave.wait(PATIENCE)


@pytest.mark.parametrize("page", sorted((ROOT / "pages").rglob("*.py")), ids=lambda p: p.stem)
def test_no_part_of_a_page_runs_out_of_turn(page):
    assert "st.fragment" not in page.read_text(encoding="utf-8")
