"""Activations: what a neuron makes of its pre-activation z, and how steeply."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from core import smooth_activations as smooth
from core import straight_activations as straight
from core.entries import Array, Knob, table
from core.softmax import softmax, softmax_jacobian

__all__ = ["ACTIVATIONS", "Activation", "softmax", "softmax_jacobian"]

YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True)
class Activation:
    """A non-linearity and its slope, both as functions of the pre-activation.

    ``value(z, **knobs)`` and ``derivative(z, **knobs)`` take a number or an array of floats of any
    shape, give back the same shape and precision, and leave ``z`` alone. Infinities are welcome,
    and NaN stays NaN.
    ``kinks`` are the places without one slope. There the derivative is 0 for the step, ReLU and the
    hard ones, and that of the left side for the leaky ReLU, ELU and SELU.
    ``range`` is (lowest, highest) value, reached or approached, at the knobs' defaults.
    """

    key: str
    label: str
    value: Callable[..., Array]
    derivative: Callable[..., Array]
    kinks: tuple[float, ...]
    equation: str
    derivative_equation: str
    source: str
    range: tuple[float, float]
    knobs: tuple[Knob, ...] = ()

    @property
    def author(self) -> str:
        """Who proposed it: what stands before the year in the source."""
        return self.source[: YEAR.search(self.source).start()].strip()

    @property
    def year(self) -> int:
        """When it was proposed: the first year in the source."""
        return int(YEAR.search(self.source)[0])


LEAK = Knob(
    name="alpha",
    symbol=r"\alpha",
    default=0.01,
    ticks=(0.001, 0.01, 0.05, 0.1, 0.2, 0.3),
    meaning="slope on the negative side",
)
FLOOR = Knob(
    name="alpha",
    symbol=r"\alpha",
    default=1.0,
    ticks=(0.1, 0.25, 0.5, 1.0, 1.5, 2.0),
    meaning="depth at which the negative side levels off",
)

ACTIVATIONS = table(
    (
        Activation(
            key="step",
            label="Step",
            value=straight.step,
            derivative=straight.step_derivative,
            kinks=(0.0,),
            equation=r"f(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}",
            derivative_equation=r"f'(z) = 0",
            source="McCulloch & Pitts 1943",
            range=(0.0, 1.0),
        ),
        Activation(
            key="identity",
            label="Identity",
            value=straight.identity,
            derivative=straight.identity_derivative,
            kinks=(),
            equation=r"f(z) = z",
            derivative_equation=r"f'(z) = 1",
            source="Widrow & Hoff 1960",
            range=(-inf, inf),
        ),
        Activation(
            key="sigmoid",
            label="Sigmoid",
            value=smooth.sigmoid,
            derivative=smooth.sigmoid_derivative,
            kinks=(),
            equation=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
            derivative_equation=r"\sigma'(z) = \sigma(z)\,\sigma(-z)",
            source="Rumelhart, Hinton & Williams 1986",
            range=(0.0, 1.0),
        ),
        Activation(
            key="tanh",
            label="Tanh",
            value=smooth.tanh,
            derivative=smooth.tanh_derivative,
            kinks=(),
            equation=r"f(z) = \tanh z = 2\,\sigma(2z) - 1",
            derivative_equation=r"f'(z) = 1 - \tanh^2 z = \frac{1}{\cosh^2 z}",
            source="LeCun et al. 1998",
            range=(-1.0, 1.0),
        ),
        Activation(
            key="relu",
            label="ReLU",
            value=straight.relu,
            derivative=straight.relu_derivative,
            kinks=(0.0,),
            equation=r"f(z) = \max(0, z)",
            derivative_equation=r"f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
            source="Nair & Hinton 2010",
            range=(0.0, inf),
        ),
        Activation(
            key="leaky_relu",
            label="Leaky ReLU",
            value=straight.leaky_relu,
            derivative=straight.leaky_relu_derivative,
            kinks=(0.0,),
            equation=r"f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}",
            derivative_equation=(
                r"f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}"
            ),
            source="Maas, Hannun & Ng 2013",
            range=(-inf, inf),
            knobs=(LEAK,),
        ),
        Activation(
            key="elu",
            label="ELU",
            value=smooth.elu,
            derivative=smooth.elu_derivative,
            kinks=(0.0,),
            equation=r"f(z) = \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}",
            derivative_equation=(
                r"f'(z) = \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}"
            ),
            source="Clevert, Unterthiner & Hochreiter 2016",
            range=(-1.0, inf),
            knobs=(FLOOR,),
        ),
        Activation(
            key="selu",
            label="SELU",
            value=smooth.selu,
            derivative=smooth.selu_derivative,
            kinks=(0.0,),
            equation=(
                r"f(z) = \lambda \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0"
                r" \end{cases}, \quad \lambda \approx 1.0507,\ \alpha \approx 1.6733"
            ),
            derivative_equation=(
                r"f'(z) = \lambda \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}"
            ),
            source="Klambauer et al. 2017",
            range=(-smooth.SELU_SCALE * smooth.SELU_ALPHA, inf),
        ),
        Activation(
            key="softplus",
            label="Softplus",
            value=smooth.softplus,
            derivative=smooth.softplus_derivative,
            kinks=(),
            equation=r"f(z) = \ln(1 + e^z)",
            derivative_equation=r"f'(z) = \sigma(z)",
            source="Dugas et al. 2001",
            range=(0.0, inf),
        ),
        Activation(
            key="gelu",
            label="GELU",
            value=smooth.gelu,
            derivative=smooth.gelu_derivative,
            kinks=(),
            equation=(
                r"f(z) = z\,\Phi(z), \quad"
                r" \Phi(z) = \tfrac12 \operatorname{erfc}\!\left(-\tfrac{z}{\sqrt2}\right)"
            ),
            derivative_equation=(
                r"f'(z) = \Phi(z) + z\,\varphi(z), \quad"
                r" \varphi(z) = \tfrac{1}{\sqrt{2\pi}}\, e^{-z^2/2}"
            ),
            source="Hendrycks & Gimpel 2016, the exact form",
            range=(-0.16997120747990366, inf),
        ),
        Activation(
            key="silu",
            label="SiLU (Swish)",
            value=smooth.silu,
            derivative=smooth.silu_derivative,
            kinks=(),
            equation=r"f(z) = z\,\sigma(z)",
            derivative_equation=r"f'(z) = \sigma(z) + z\,\sigma'(z)",
            source="Elfwing, Uchibe & Doya 2018",
            range=(-0.2784645427610738, inf),
        ),
        Activation(
            key="mish",
            label="Mish",
            value=smooth.mish,
            derivative=smooth.mish_derivative,
            kinks=(),
            equation=r"f(z) = z \tanh(s), \quad s = \ln(1 + e^z)",
            derivative_equation=r"f'(z) = \tanh(s) + \frac{z}{\cosh^2 s}\,\sigma(z)",
            source="Misra 2019",
            range=(-0.30884341301725043, inf),
        ),
        Activation(
            key="hard_sigmoid",
            label="Hard sigmoid",
            value=straight.hard_sigmoid,
            derivative=straight.hard_sigmoid_derivative,
            kinks=(-3.0, 3.0),
            equation=r"f(z) = \min\!\left(1, \max\!\left(0, \tfrac{z}{6} + \tfrac12\right)\right)",
            derivative_equation=(
                r"f'(z) = \begin{cases} \tfrac16 & |z| < 3 \\ 0 & |z| \ge 3 \end{cases}"
            ),
            source="Howard et al. 2019; slope 1/6 as in PyTorch, 1/5 in older Keras",
            range=(0.0, 1.0),
        ),
        Activation(
            key="hard_tanh",
            label="Hard tanh",
            value=straight.hard_tanh,
            derivative=straight.hard_tanh_derivative,
            kinks=(-1.0, 1.0),
            equation=r"f(z) = \min(1, \max(-1, z))",
            derivative_equation=(r"f'(z) = \begin{cases} 1 & |z| < 1 \\ 0 & |z| \ge 1 \end{cases}"),
            source="Collobert 2004",
            range=(-1.0, 1.0),
        ),
    )
)
