"""Walking through the sign-up as a browser without JavaScript does: every hidden field is sent back."""

from html.parser import HTMLParser

WORKER = {
    "name": "张晓明",
    "phone": "138 0013 8000",
    "township": "511011100",
    "village": "双坳村3组",
    "1-other_name": "李秀英",
    "1-other_relation": "母亲",
    "place": "温岭 大溪",
    "years": "3",
    "message": "妈，我很好，别担心。",
    "c-store": "1",
    "c-on_air": "1",
}
FAMILY = {
    "name": "李秀英",
    "phone": "13900139000",
    "township": "511011100",
    "village": "双坳",
    "1-other_name": "张晓明",
    "1-other_relation": "儿子",
    "dialect": "sichuan",
    "c-store": "1",
    "c-on_air": "1",
    "c-share": "1",
}


class Page(HTMLParser):
    """The fields of the one form on a page, as a browser would send them, and the buttons."""

    def __init__(self, text):
        super().__init__()
        self.text = text
        self.action = ""
        self.fields = {}
        self.names = []
        self.buttons = []
        self._select = None
        self._area = None
        self._skip = False
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        at = dict(pairs)
        if tag == "form":
            self._skip = "data-aside" in at
            if not self._skip:
                self.action = at.get("action", "")
        if self._skip:
            return
        name = at.get("name")
        if tag == "input" and name:
            self.names.append(name)
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self.fields[name] = at.get("value", "")
        elif tag == "button" and name and "form" not in at:
            self.buttons.append((name, at.get("value", "")))
        elif tag == "select":
            self.names.append(name)
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in at or self._select not in self.fields:
                self.fields[self._select] = at.get("value", "")
        elif tag == "textarea" and name:
            self.names.append(name)
            self.fields[name] = ""
            self._area = name

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form":
            self._skip = False


async def opened(client, path):
    answer = await client.get(path)
    assert answer.status == 200
    return Page(await answer.text())


async def sent(client, path, data):
    """A form sent from a page of the same site, as browsers say it."""
    origin = str(client.make_url("/")).rstrip("/")
    return await client.post(path, data=data, headers={"Origin": origin}, allow_redirects=False)


async def pressed(client, page, go="next", **typed):
    """Send the form with what was typed into the fields it has; gives the next page."""
    fields = page.fields | {name: value for name, value in typed.items() if name in page.names} | {"go": go}
    answer = await sent(client, page.action, fields)
    if answer.status == 303:
        return answer
    assert answer.status == 200
    return Page(await answer.text())


async def walked(client, path, typed):
    """All four steps and the review; gives the redirect to one's own page."""
    page = await opened(client, path)
    for _ in range(4):
        page = await pressed(client, page, **typed)
    return await pressed(client, page, "submit")


async def signed_up(site, side, typed):
    """A browser that has signed up and holds the personal link."""
    client = await site.fresh()
    answer = await walked(client, f"/g/dongxing/signup/{side}", typed)
    assert answer.headers["Location"] == "/me?new=1"
    return client
