"""What only a browser can show: maps that were sent once as bytes, one for every moment."""

from core.studies.regularization.on_network import Task, axes_of, maps_of, points_of, train_with
from tests.app import address_of
from tests.server import wait_drawn

CELL = """([name, row, column]) => {
  const trace = document.querySelector('.plot').data.find(trace => trace.name === name);
  return trace.z[row][column];
}"""


def test_each_step_of_the_player_shows_the_map_of_its_epoch(address, open_page):
    page = open_page(f"{address}/{address_of('regularization_network')}")
    wait_drawn(page)
    task = Task(1.0, 0, "tanh", 50)
    maps = maps_of(train_with("l2", 0.02, task).shots_of(0), *axes_of(points_of(task)))
    for back, shot in ((0, 40), (1, 39), (2, 38)):
        if back:
            page.locator(".back").first.click()
        page.get_by_text(f"epoch {10 * shot}", exact=True).wait_for()
        page.wait_for_function(
            "shot => +document.querySelector('.plot').dataset.step === shot", arg=shot
        )
        for row, column in ((0, 0), (20, 30), (37, 55)):
            shown = page.evaluate(CELL, ["map 2", row, column])
            assert abs(shown - maps[shot, row, column]) < 0.5 / 255 + 1e-4
