"""A reader without a browser: speaks Streamlit's own protocol and moves one slider or number."""

from __future__ import annotations

import random
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.app import address_of


class Session:
    """One open lesson, or view of one; ``times`` holds, for every move, the milliseconds until the server had answered it all."""

    def __init__(self, address: str, slug: str, label: str):
        self.address, self.slug, self.label = address, slug, label
        self._page, _, self._query = address_of(slug).partition("?")
        self.times: list[float] = []
        self.lost = 0
        self._page_hash = ""
        self._control = None
        self._fragment = ""
        self._value = 0.0

    async def open(self) -> None:
        """Open the lesson and find the control.

        Raises
        ------
        LookupError
            If the lesson shows no slider and no number of that label.
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
        if self._control is None:
            raise LookupError(f"{self.slug} shows no slider and no number {self.label!r}")

    async def close(self) -> None:
        """Leave, as a reader who closes the page."""
        await self._socket.close()

    async def move(self, rng: random.Random) -> None:
        """Set the control to any of its values."""
        control = self._control
        places = round((control.max - control.min) / control.step)
        self._value = control.min + control.step * rng.randint(0, places)
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
        wish.query_string = self._query
        if not self._page_hash:
            wish.page_name = self._page
        if self._control is not None:
            put(wish.widget_states.widgets.add(), self._control, self._value)
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
        """Remember the control, and the fragment in which it lives."""
        kind = delta.new_element.WhichOneof("type")
        if kind in ("slider", "number_input"):
            control = getattr(delta.new_element, kind)
            if control.label == self.label:
                self._control, self._fragment = control, delta.fragment_id


def put(state: WidgetState, control, value: float) -> None:
    """Write a value as the browser would for that control."""
    state.id = control.id
    if not isinstance(control, NumberInput):
        state.double_array_value.data.append(value)
    elif control.data_type == NumberInput.INT:
        state.int_value = round(value)
    else:
        state.double_value = value
