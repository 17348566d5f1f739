"""The gallery as an address."""

import pytest
from django.test import RequestFactory

from yunhui.kernel.actor import VISITOR
from yunhui.ui.web import gallery


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "theme"), [("", ""), ("?theme=dark", "dark"), ("?theme=purple", "")])
def test_the_gallery_is_open_and_takes_only_known_themes(query: str, theme: str) -> None:
    request = RequestFactory().get(f"/ui/gallery{query}")
    request.actor = VISITOR  # type: ignore[attr-defined]
    answer = gallery(request)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert ("data-theme" in answer.content.decode()) == bool(theme)
    assert "组件一览" in answer.content.decode()
