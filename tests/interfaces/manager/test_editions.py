"""A manager loads what screenings rate by; a file that is wrong is told at the field."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from stepwell.actions import loading_editions

ADDRESS = "/manage/setup/editions"


def grace(cast: Cast) -> Client:
    found = Client()
    found.force_login(cast.grace.account)
    return found


def test_the_sample_is_copied_changed_and_loaded(cast: Cast) -> None:
    browser = grace(cast)
    told = json.loads(browser.get(f"{ADDRESS}/sample").content) | {"id": "riverside/1"}
    file = SimpleUploadedFile("own.json", json.dumps(told).encode())

    answer = browser.post(ADDRESS, {"file": file, "license": "Our own words", "key": "a"})
    page = browser.get(ADDRESS).content.decode()

    assert answer.status_code == 302
    assert loading_editions.current().id == "riverside/1"
    assert "Our own words" in page


def test_a_wrong_file_is_refused_by_key_and_place_and_the_license_stays(cast: Cast) -> None:
    file = SimpleUploadedFile("own.json", b'{"id": "riverside/1"}')

    answer = grace(cast).post(ADDRESS, {"file": file, "license": "Our own words", "key": "a"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "missing required field" in page
    assert "Our own words" in page
    assert loading_editions.current().id == "stepwell-neutral/1"
