from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.instants import Instant


def test_each_purpose_stands_for_itself() -> None:
    consent = Consent({Purpose.STORE: Given("2026-11", Channel.WEB, Instant(1))})

    assert consent.to(Purpose.STORE)
    assert [purpose for purpose in Purpose if consent.to(purpose)] == [Purpose.STORE]


def test_a_roster_row_has_agreed_to_nothing() -> None:
    assert not any(Consent().to(purpose) for purpose in Purpose)
