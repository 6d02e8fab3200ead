"""The welcome page: what this is, and the map of all lessons.

First ten seconds: the way of data through learning, left to right, and on it every lesson with its question and
a small picture that was computed by the lesson's own functions.
"""

import streamlit as st

import ui
from charts import theme, thumbnail
from core.studies import examples
from ui.lessons import LESSONS, STAGES


@st.cache_data(max_entries=1, show_spinner=False)
def pictures() -> dict[str, str]:
    """One small picture a lesson, as SVG: the same for every reader."""
    z, bends = examples.three_bends()
    miss, costs = examples.three_losses()
    race, walks = examples.a_race()
    points, fits = examples.an_over_fit()
    wild, calm = fits.values()
    degrees, errors = examples.a_turning_error()
    return {
        "convolution": thumbnail.images(*examples.a_filtered_digit()),
        "pooling": thumbnail.images(*examples.a_pooled_digit(), signed=False),
        "cnn": thumbnail.reading(*examples.a_digit_read()),
        "activations": thumbnail.curves(
            z, {theme.style(key)["color"]: a for key, a in bends.items()}
        ),
        "losses": thumbnail.curves(
            miss, {theme.style(key)["color"]: cost for key, cost in costs.items()}
        ),
        "loss_surfaces": thumbnail.paths(examples.four_valleys(), {}),
        "overfitting": thumbnail.curves(
            degrees, {theme.FORWARD: errors[""], theme.LOSS: errors["v"]}
        ),
        "regularization": thumbnail.curves(
            wild[0], {theme.GRADIENT: wild[1], theme.FORWARD: calm[1]}, points=(points.x, points.y)
        ),
        "backpropagation": thumbnail.network(examples.a_backward_pass()),
        "gradient_descent": thumbnail.paths(
            race, {theme.style(key)["color"]: walk.points for key, walk in walks.items()}
        ),
    }


ui.open_page()
st.title("Neural networks you can see through", anchor=False)
st.markdown(
    "Every lesson puts one mechanism on the screen and hands you its knobs. Below the picture stands the formula with "
    "the numbers of this moment in it, and the NumPy code that computed them. **Every number can be checked; nothing is faked.** "
    "Follow data through learning, left to right, or start with the picture that you like."
)

small = pictures()
with st.container(key="map"):
    for number, (column, (stage, what)) in enumerate(
        zip(st.columns(len(STAGES), gap="small"), STAGES.items(), strict=True), start=1
    ):
        with column:
            st.markdown(f"**{number} · {stage}**  \n{what}{' →' if number < len(STAGES) else ' ↺'}")
            for lesson in LESSONS:
                if lesson.stage == stage:
                    with st.container(border=True):
                        st.image(small[lesson.slug], alt="", width="stretch")
                        st.page_link(f"pages/{lesson.slug}.py", label=f"**{lesson.title}**")
                        st.markdown(lesson.question)
                        if lesson.views:
                            st.caption(" · ".join(view.title for view in lesson.views))
st.markdown(
    "An update done, the next batch of data comes in, and the circle begins again: that is all there is to training. "
    "In each lesson: *try this* sets the knobs to something worth seeing, *predict, then see* asks before it tells, "
    "*beware* clears up what is often got wrong, and *take it with you* gives you the script, the data and the picture. "
    "**Share** copies a link to exactly what is on your screen; as a lecture it opens in large type, with the controls you choose to hide."
)
