from reunion.demo import memory
from reunion.domain.instants import Instant


def test_what_was_kept_is_recalled(tmp_path):
    begun = memory.begin(1, 255, 20, Instant(1_700_000_000_000))
    memory.keep(begun, tmp_path / "data")
    assert memory.recall(tmp_path / "data") == begun


def test_an_empty_folder_recalls_nothing(tmp_path):
    assert memory.recall(tmp_path) is None


def test_links_are_kept_for_their_owner_only(tmp_path):
    memory.keep_links({"r-1": "token"}, tmp_path)
    assert memory.recall_links(tmp_path) == {"r-1": "token"}
    assert (tmp_path / memory.LINKS).stat().st_mode & 0o077 == 0


def test_links_that_were_never_written_mean_the_demo_was_not_finished(tmp_path):
    assert memory.recall_links(tmp_path) is None
