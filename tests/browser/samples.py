"""Which pages stand for which type of page.

Types are what readers can ask for: the named addresses of the site, the models of pages, the answers to what goes
wrong. Each has at least one sample here or, where it is no page, the reason; `test_samples` holds both lists to the
code.
"""

from __future__ import annotations

from dataclasses import dataclass

# A sample with this address is a record that `specimens` finds or makes.
FOUND = ""
BOTH = {"richest": FOUND, "emptiest": FOUND}

PAGES: dict[str, dict[str, str]] = {
    # Models of pages
    "HomePage": {"only": "/"},
    "LibraryPage": {"richest": "/library/", "filtered": "/library/?topic=one-stop-shop&country=AZ&sort=title"},
    "NewsIndexPage": {"richest": "/news/", "emptiest": "/news/?year=1901"},
    "NewsPage": BOTH,
    "PracticePage": {**BOTH, "whole": FOUND},
    "StandardPage": BOTH,
    # Addresses
    "about": {"only": "/about/"},
    "accessibility": {"only": "/accessibility/"},
    "api-documentation": {"only": "/api/"},
    "compare": {
        "richest": "/library/compare/?p=asan-xidmet&p=mobile-asan&p=huduma-centres&p=georgia-psh",
        "two": "/library/compare/?p=asan-xidmet&p=mobile-asan",
        "emptiest": "/library/compare/?p=nothing-such&p=asan-kommunal",
    },
    "contact": {"only": "/contact/"},
    "countries": {"only": "/countries/"},
    "country": BOTH,
    "country-practices": BOTH,
    "institution": BOTH,
    "institutions": {"richest": "/institutions/", "emptiest": "/institutions/?country=nowhere"},
    "library": {"emptiest": "/library/?country=nowhere"},
    "open-questions": {"only": "/open-questions/"},
    "practice-version": {"only": FOUND},
    "practice-versions": {"only": FOUND},
    "privacy": {"only": "/privacy/"},
    "programme": BOTH,
    "sdg-goal": BOTH,
    "search": {
        "richest": "/search/?q=servise+centre&kind=practice&kind=institution",
        "emptiest": "/search/?q=qwertyuiop&country=uganda",
        "everything": "/search/",
    },
    "service-type": BOTH,
    "site-map": {"only": "/sitemap/"},
    "source": BOTH,
    "sources": {"richest": "/sources/", "emptiest": "/sources/?year=1901"},
    "styleguide": {"only": "/styleguide/"},
    "terms": {"only": "/terms/"},
    "topic": BOTH,
    "topics": {"only": "/library/topics/"},
    "volume": {"richest": "/library/volume/?topic=one-stop-shop", "emptiest": "/library/volume/?p=nothing-such"},
    "volume-order": {"waiting": FOUND, "making": FOUND, "ready": FOUND, "failed": FOUND},
    # Answers
    "400": {"only": "/errors/400/"},
    "403": {"only": "/errors/403/"},
    "404": {"only": "/errors/404/", "unknown": "/no-such-page/"},
    "405": {"only": "/errors/405/"},
    "410": {"only": FOUND},
    "429": {"only": "/errors/429/"},
    "500": {"only": "/errors/500/"},
    "503": {"only": "/errors/503/"},
}

# Shown by the samples of another type, which answers at this address.
SAME_AS = {
    "news": "NewsIndexPage",
    "practice": "PracticePage",
    "wagtail_serve": "StandardPage",
}

NO_PAGES = {
    "PracticeIndexPage": "leads to the library",
    "alive": "JSON, for the service manager",
    **{
        f"{name}-{form}": what
        for form, what in (("feed", "a feed"), ("download", "a file"))
        for name in ("library", "topic", "service-type", "sdg-goal", "country-practices", "news", "search")
    },
    "figure-picture": "an image for other sites",
    **{
        f"{name}-download": "a file"
        for name in ("topics", "countries", "institutions", "sources", "terms", "open-questions")
    },
    "practice-citation": "a file for reference managers",
    "practice-pdf": "a file",
    "volume-pdf": "a file",
    "practice-version-citation": "a file for reference managers",
    "permalink": "leads to where the record is shown",
    "preferences": "a form's address: keeps the choice and leads back",
    "ready": "JSON, for the service manager",
    "rendition": "an image",
    "sitemap": "XML, for search engines",
    "sitemap-part": "XML, for search engines",
    "wagtailcore_login": "leads to the sign-in",
    "wagtaildocs_serve": "a file",
}
# Whole groups of addresses: answers of programs, and what `tests.accounts.test_in_browser` looks at.
NO_PAGES_UNDER = {
    "api:": "JSON, for programs",
    **dict.fromkeys(("account_", "mfa_", "usersessions_"), "of somebody who signs in"),
}
OF_PEOPLE = "for who decides on roles"
OF_REVIEWS = "of manuscripts, for whom they concern"
OF_NOTICES = "of notices, for who is told"
OF_OPINIONS = "of opinions, for reviewers and whoever asks them"
OF_ACCOUNTS = "of what is held about somebody, for that person"
OF_READERS = "of what somebody follows and saved, for that person"
NO_PAGES |= {
    **dict.fromkeys(("desk", "people", "invite", "end-role", "resend-invitation", "withdraw-invitation"), OF_PEOPLE),
    **dict.fromkeys(("ask-factor-reset", "confirm-factor-reset"), OF_PEOPLE),
    **dict.fromkeys(("manuscripts", "manuscript", "manuscript-move", "open-manuscript"), OF_REVIEWS),
    **dict.fromkeys(("manuscript-preview", "manuscript-preview-pdf", "answer-request", "close-request"), OF_REVIEWS),
    **dict.fromkeys(
        ("make-reading-link", "end-reading-link", "draft", "draft-page", "draft-pdf", "draft-picture"), OF_REVIEWS
    ),
    **dict.fromkeys(("notices", "notices-read", "notice", "notice-choice", "stop-letters"), OF_NOTICES),
    **dict.fromkeys(("invitation", "accept-invitation"), "for who was invited"),
    **dict.fromkeys(("refuse-factor-reset", "ask-closure", "confirm-closure", "withdraw-closure"), OF_PEOPLE),
    **dict.fromkeys(("ask-erasure", "confirm-erasure", "withdraw-erasure", "erasure", "erasures"), OF_PEOPLE),
    **dict.fromkeys(("import-word", "manuscript-fill", "manuscript-leftover", "manuscript-word"), OF_REVIEWS),
    **dict.fromkeys(("manuscript-word-import", "practice-template", "draft-word"), OF_REVIEWS),
    **dict.fromkeys(("compare-versions", "restore-version", "name-author", "remove-author", "hand-on"), OF_REVIEWS),
    **dict.fromkeys(("improve-language", "suggestion", "accept-suggestion", "withdraw-suggestion"), OF_REVIEWS),
    **dict.fromkeys(("translations", "practice-translations", "begin-translation", "move-translation"), OF_REVIEWS),
    **dict.fromkeys(("due-confirmations", "due-confirmations-file", "confirm-practice"), OF_REVIEWS),
    **dict.fromkeys(("add-approval", "approval"), OF_REVIEWS),
    **dict.fromkeys(("opinions", "ask-opinion", "withdraw-opinion", "share-opinion"), OF_OPINIONS),
    **dict.fromkeys(("asked-opinion", "asked-opinion-decline", "asked-opinion-page"), OF_OPINIONS),
    **dict.fromkeys(("asked-opinion-pdf", "asked-opinion-picture"), OF_OPINIONS),
    **dict.fromkeys(("opinion", "opinion-decline", "opinion-page", "opinion-pdf", "opinion-picture"), OF_OPINIONS),
    **dict.fromkeys(("opinion-given", "opinion-declined"), OF_OPINIONS),
    **dict.fromkeys(("own-data", "own-file", "export-own-data", "close-account"), OF_ACCOUNTS),
    **dict.fromkeys(("account-closed", "keep-account"), OF_ACCOUNTS),
    **dict.fromkeys(("follow", "following", "end-following"), OF_READERS),
    **dict.fromkeys(("saved", "saved-download", "saved-note", "save-record"), OF_READERS),
    **dict.fromkeys(("move-saved", "remove-saved"), OF_READERS),
}

# Without a language in their address they speak that of the browser.
WITHOUT_LANGUAGE = {"styleguide"}
# Pages that stand alone, so that they are answered when nothing else works.
STATUS = {name: int(name) for name in PAGES if name.isdigit()}


@dataclass(frozen=True)
class Sample:
    """A page that stands for its type."""

    page_type: str
    which: str

    @property
    def name(self) -> str:
        """How the sample is called in the output of the tests."""
        return f"{self.page_type}-{self.which}"

    @property
    def status(self) -> int:
        """What the address answers."""
        return STATUS.get(self.page_type, 200)

    def path(self, language: str, found: dict[str, str]) -> str:
        """The address in a language; ``found`` are those of records."""
        address = PAGES[self.page_type][self.which] or found[self.name]
        return address if self.page_type in WITHOUT_LANGUAGE else f"/{language}{address}"


SAMPLES = [Sample(page_type, which) for page_type, kinds in PAGES.items() for which in kinds]
