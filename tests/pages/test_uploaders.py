"""Every place that takes a file, given bad ones: a sentence, and the lesson goes on with what it had."""

from pathlib import Path

import pytest

from tests import bad_files
from tests.app import ROOT, charts, healthy, open_lesson
from tests.hostile import echoes
from ui import uploads

OWN = "A picture of your own"
UPLOADERS = {  # view: what its link must say, and an ending that its file may have
    "convolution_patch": ({"image": OWN}, "png"),
    "convolution_picture": ({"image": OWN}, "png"),
    "pooling_pool": ({"image": OWN}, "png"),
    "pooling_field": ({"image": OWN}, "png"),
    "cnn_reads": ({"from": "Upload"}, "png"),
    "regularization_augmentation": ({"image": "Own"}, "png"),
    "overfitting_fit": ({}, "csv"),
}
MODULES = {
    "pages/parts/convolution/images.py",
    "pages/parts/convolution/large_images.py",
    "pages/views/cnn/reads.py",
    "pages/views/overfitting/fit.py",
    "pages/views/regularization/augmentation.py",
}
FILES = [b"", bad_files.zip_bomb(), bad_files.talkative(b"iCCP"), bad_files.HTML, b"1,2\n" * 10**5]


def test_every_module_that_takes_files_is_examined_here():
    asking = ("upload_image(", "upload_table(", "file_uploader(", "camera_input(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in Path(ROOT / "pages").rglob("*.py")
        if any(call in path.read_text(encoding="utf-8") for call in asking)
    }
    assert found == MODULES


@pytest.mark.parametrize("slug", UPLOADERS)
def test_a_bad_file_gets_one_sentence_and_changes_nothing_else(slug):
    link, ending = UPLOADERS[slug]
    app = open_lesson(slug, **link)
    before = charts(app)
    for name, data in zip(bad_files.NAMES, FILES, strict=True):
        app.file_uploader[0].upload(name.format(ending), data, "image/png")
        healthy(app.run())
        assert [w.value.count("Accepted: ") for w in app.warning] == [1]
        assert not echoes(app)
    assert charts(app) == before
    app.file_uploader[0].clear()
    healthy(app.run())
    assert not app.warning


def test_a_file_is_read_once_and_not_at_every_move_of_a_control(monkeypatch):
    read, true = [], uploads.read_image
    monkeypatch.setattr(uploads, "read_image", lambda data: read.append(data) or true(data))
    app = open_lesson("convolution_patch", image=OWN)
    app.file_uploader[0].upload("x.png", bad_files.plain((9, 9), "L", "PNG"), "image/png")
    healthy(app.run())
    healthy(app.run())
    assert len(read) == 1
