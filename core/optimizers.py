"""The learning rules, easiest first. Where libraries differ, the convention is PyTorch's."""

from __future__ import annotations

from core import adam_rules as adam
from core import adaptive_rules as adaptive
from core import momentum_rules as momentum
from core.descent import DIVERGED_AT, STRAYED_AT, Optimizer, Trajectory, descend
from core.entries import table
from core.stepping import decay_knob, eps_knob, lr_knob, memory_knob

__all__ = [
    "DIVERGED_AT",
    "OPTIMIZERS",
    "STRAYED_AT",
    "Optimizer",
    "Trajectory",
    "descend",
]

PER_SLOPE = "learning rate: length of a step per unit of slope"
PER_STEP = "learning rate: about the length of a step in each coordinate"
BETA = memory_knob("beta", r"\beta", 0.9, "share of the velocity that is kept")
ADAM_KNOBS = (
    lr_knob(0.1, PER_STEP),
    memory_knob("beta1", r"\beta_1", 0.9, "memory of the running mean of slopes"),
    memory_knob("beta2", r"\beta_2", 0.999, "memory of the running mean of squared slopes"),
    eps_knob(1e-8),
)

OPTIMIZERS = table(
    (
        Optimizer(
            key="sgd",
            label="SGD",
            init=momentum.sgd_init,
            step=momentum.sgd_step,
            knobs=(lr_knob(0.01, PER_SLOPE),),
            equation=r"\theta \leftarrow \theta - \eta\, g",
            source="Cauchy, 1847; Robbins & Monro, 1951",
        ),
        Optimizer(
            key="momentum",
            label="Momentum",
            init=momentum.velocity_init,
            step=momentum.momentum_step,
            knobs=(lr_knob(0.01, PER_SLOPE), BETA),
            equation=r"v \leftarrow \beta v + g, \quad \theta \leftarrow \theta - \eta\, v",
            source="Polyak, 1964 (v without the factor 1 − β, as in PyTorch)",
        ),
        Optimizer(
            key="nesterov",
            label="Nesterov",
            init=momentum.velocity_init,
            step=momentum.nesterov_step,
            knobs=(lr_knob(0.005, PER_SLOPE), BETA),
            equation=r"v \leftarrow \beta v + g, \quad "
            r"\theta \leftarrow \theta - \eta\, (g + \beta v)",
            source="Nesterov, 1983 (in PyTorch's form)",
        ),
        Optimizer(
            key="adagrad",
            label="AdaGrad",
            init=adaptive.adagrad_init,
            step=adaptive.adagrad_step,
            knobs=(lr_knob(0.5, PER_STEP), eps_knob(1e-10)),
            equation=r"G \leftarrow G + g^2, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{G} + \varepsilon}",
            source="Duchi, Hazan & Singer, 2011",
        ),
        Optimizer(
            key="rmsprop",
            label="RMSprop",
            init=adaptive.rmsprop_init,
            step=adaptive.rmsprop_step,
            knobs=(
                lr_knob(0.02, PER_STEP),
                memory_knob("rho", r"\rho", 0.99, "memory of the running mean of squared slopes"),
                eps_knob(1e-8),
            ),
            equation=r"v \leftarrow \rho v + (1 - \rho) g^2, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{v} + \varepsilon}",
            source="Tieleman & Hinton, 2012 (ε outside the root, as in PyTorch)",
        ),
        Optimizer(
            key="adadelta",
            label="Adadelta",
            init=adaptive.adadelta_init,
            step=adaptive.adadelta_step,
            knobs=(
                lr_knob(1.0, "factor on the move; the paper has none"),
                memory_knob("rho", r"\rho", 0.9, "memory of both running means"),
                eps_knob(1e-6, "inside both roots; sets the size of the first moves"),
            ),
            equation=r"v \leftarrow \rho v + (1 - \rho) g^2, \quad "
            r"\Delta = \frac{\sqrt{u + \varepsilon}}{\sqrt{v + \varepsilon}}\, g, \quad "
            r"u \leftarrow \rho u + (1 - \rho) \Delta^2, \quad "
            r"\theta \leftarrow \theta - \eta\, \Delta",
            source="Zeiler, 2012 (with PyTorch's η)",
        ),
        Optimizer(
            key="adam",
            label="Adam",
            init=adam.adam_init,
            step=adam.adam_step,
            knobs=ADAM_KNOBS,
            equation=r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad "
            r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \quad "
            r"\hat m = \frac{m}{1 - \beta_1^t}, \quad \hat v = \frac{v}{1 - \beta_2^t}, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, \hat m}{\sqrt{\hat v} + \varepsilon}",
            source="Kingma & Ba, 2015",
        ),
        Optimizer(
            key="amsgrad",
            label="AMSGrad",
            init=adam.amsgrad_init,
            step=adam.amsgrad_step,
            knobs=ADAM_KNOBS,
            equation=r"m, v \text{ as in Adam}, \quad "
            r"v_{\max} \leftarrow \max(v_{\max}, v), \quad "
            r"\hat m = \frac{m}{1 - \beta_1^t}, \quad "
            r"\hat v = \frac{v_{\max}}{1 - \beta_2^t}, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, \hat m}{\sqrt{\hat v} + \varepsilon}",
            source="Reddi, Kale & Kumar, 2018 (corrected for the zero start, as in PyTorch)",
        ),
        Optimizer(
            key="adamw",
            label="AdamW",
            init=adam.adam_init,
            step=adam.adamw_step,
            knobs=(*ADAM_KNOBS, decay_knob(0.01)),
            equation=r"\hat m, \hat v \text{ as in Adam}, \quad "
            r"\theta \leftarrow \theta - \eta \lambda \theta"
            r" - \frac{\eta\, \hat m}{\sqrt{\hat v} + \varepsilon}",
            source="Loshchilov & Hutter, 2019 (decay times η, as in PyTorch)",
        ),
        Optimizer(
            key="nadam",
            label="NAdam",
            init=adam.nadam_init,
            step=adam.nadam_step,
            knobs=ADAM_KNOBS,
            equation=r"m, v, \hat v \text{ as in Adam}, \quad "
            r"\mu_t = \beta_1 \left(1 - \tfrac{1}{2} 0.96^{0.004\, t}\right), \quad "
            r"\hat m = \frac{\mu_{t+1} m}{1 - \prod_{i=1}^{t+1} \mu_i}"
            r" + \frac{(1 - \mu_t) g}{1 - \prod_{i=1}^{t} \mu_i}, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, \hat m}{\sqrt{\hat v} + \varepsilon}",
            source="Dozat, 2016 (momentum decay 0.004, as in PyTorch)",
        ),
        Optimizer(
            key="lion",
            label="Lion",
            init=adam.lion_init,
            step=adam.lion_step,
            knobs=(
                lr_knob(0.02, "learning rate: exactly the length of a step in each coordinate"),
                memory_knob("beta1", r"\beta_1", 0.9, "share of the memory in the move"),
                memory_knob("beta2", r"\beta_2", 0.99, "share of the memory that is kept"),
                decay_knob(0.0),
            ),
            equation=r"c = \beta_1 m + (1 - \beta_1) g, \quad "
            r"\theta \leftarrow \theta - \eta\, (\operatorname{sign}(c) + \lambda \theta), \quad "
            r"m \leftarrow \beta_2 m + (1 - \beta_2) g",
            source="Chen et al., 2023",
        ),
    )
)
