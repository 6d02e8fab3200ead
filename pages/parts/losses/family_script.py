"""What one prediction costs, as a script to take along."""

import ui
from core.studies.losses.confident import GRADES, GRADES_PREDICTED
from core.studies.losses.loss_curves import cost_of_one


def knobs_of(member, delta):
    """Huber's delta; the others have none."""
    return {"delta": delta} if member.loss.knobs else {}


def script(group, at, delta, batch):
    """Today's losses and slopes as a script that needs NumPy alone."""
    rows = "\n".join(
        f'    ("{m.label}", Entry(costs={m.loss.costs.__name__}, slopes={m.loss.slopes.__name__}, '
        f"shares={m.loss.shares}, takes={m.loss.takes!r}), {m.target!r}, {knobs_of(m, delta)}),"
        for m in group
    )
    mean = f"print('mean of the grades', float(np.mean(binary_surprises({GRADES_PREDICTED}, {GRADES}))))"
    main = f"""
from types import SimpleNamespace as Entry

np.seterr(all="ignore")  # infinite losses are meant
for name, loss, target, knobs in [
{rows}
]:
    values, slopes = cost_of_one(loss, [{at!r}], target, **knobs)
    print(name, float(values[0]), float(slopes[0]))
{mean if batch else ""}
"""
    parts = [f for m in group for f in (m.loss.costs, m.loss.slopes)]
    return ui.stand_alone(cost_of_one, *parts, main=main)
