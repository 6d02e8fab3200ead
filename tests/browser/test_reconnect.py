"""The server is restarted, or has forgotten a reader whose laptop slept: the open page goes on."""

from contextlib import ExitStack

from deploy.local import free_port, start, stopping, wait_healthy
from tests.server import wait_drawn, wait_run_again


def test_a_page_that_was_only_opened_answers_its_controls_after_a_restart(open_page):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:

        def serve():
            process = stack.enter_context(stopping(start(port)))
            wait_healthy(address, process)
            return process

        def restart():
            process.kill()
            process.wait()
            serve()

        process = serve()
        page = open_page(f"{address}/convolution?convolution_patch.kernel=Laplacian")
        wait_drawn(page)
        wait_run_again(page, restart)
        page.get_by_role("radio", name="2", exact=True).first.click()
        page.wait_for_function(
            "() => document.querySelector('figcaption').textContent.includes('31 × 31')"
        )
        assert "under Laplacian" in page.locator("figcaption").inner_text()
