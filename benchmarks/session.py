"""A reader without a browser: speaks Streamlit's own protocol and moves one slider."""

from __future__ import annotations

import random
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Session:
    """One open lesson; ``times`` holds, for every move, the milliseconds until the server had answered it all."""

    def __init__(self, address: str, slug: str, label: str):
        self.address, self.slug, self.label = address, slug, label
        self.times: list[float] = []
        self.lost = 0
        self._page_hash = ""
        self._slider = None
        self._fragment = ""
        self._value = 0.0

    async def open(self) -> None:
        """Open the lesson and find the slider.

        Raises
        ------
        LookupError
            If the lesson shows no slider of that label.
        """
        stream = f"{self.address.replace('http', 'ws', 1)}/_stcore/stream"
        self._socket = await websockets.connect(
            stream,
            subprotocols=["streamlit"],
            origin=self.address,
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        await self._ask()
        if self._slider is None:
            raise LookupError(f"{self.slug} shows no slider {self.label!r}")

    async def move(self, rng: random.Random) -> None:
        """Set the slider to another of its values."""
        slider = self._slider
        places = round((slider.max - slider.min) / slider.step)
        self._value = slider.min + slider.step * rng.randint(0, places)
        started = time.perf_counter()
        try:
            await self._ask()
        except (websockets.WebSocketException, OSError):
            self.lost += 1
            return
        self.times.append(1e3 * (time.perf_counter() - started))

    async def _ask(self) -> None:
        """Ask for a rerun with today's value of the slider, and read until the script has finished."""
        message = BackMsg()
        wish = message.rerun_script
        wish.page_script_hash = self._page_hash
        if not self._page_hash:
            wish.page_name = self.slug
        if self._slider is not None:
            state = wish.widget_states.widgets.add()
            state.id = self._slider.id
            state.double_array_value.data.append(self._value)
            wish.fragment_id = self._fragment
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self._socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = answer.new_session.page_script_hash
            elif kind == "navigation":
                self._page_hash = answer.navigation.page_script_hash or self._page_hash
            elif kind == "delta":
                self._look(answer.delta)
            elif (
                kind == "script_finished"
                and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return

    def _look(self, delta) -> None:
        """Remember the slider, and the fragment in which it lives."""
        element = delta.new_element
        if element.WhichOneof("type") == "slider" and element.slider.label == self.label:
            self._slider, self._fragment = element.slider, delta.fragment_id
