"""The models of the parts of core, in one place for Django."""

from core.audience.models import AudienceToken
from core.audit.models import AuditEntry
from core.figures.models import Figure
from core.generations.models import Generation
from core.letters.models import Letter
from core.loading.models import KeptEntry, LoadedField
from core.notices.models import Notice, NoticeChoice
from core.outbox.models import OutboxEntry, Timer
from core.pdf.models import DuePrint, PrintOrder
from core.records.models import Confirmation, Record, Relation, Title, WaitingRelation
from core.review.models import (
    ChangeRequest,
    EndorsementTask,
    GateState,
    Manuscript,
    PublicationTask,
    ReadingLink,
    ReviewAct,
)
from core.review.suggestions.models import SuggestedChange, Suggestion
from core.sources.models import Citation, Claim, Contradiction, Gap, Source
from core.texts.models import Text
from core.uploads.models import Picture, Rendition, StoredFile
from core.users.models import RoleTerm, User
from core.vocabulary.models import Concept, Label

__all__ = [
    "AudienceToken",
    "AuditEntry",
    "ChangeRequest",
    "Citation",
    "Claim",
    "Concept",
    "Confirmation",
    "Contradiction",
    "DuePrint",
    "EndorsementTask",
    "Figure",
    "Gap",
    "GateState",
    "Generation",
    "KeptEntry",
    "Label",
    "Letter",
    "LoadedField",
    "Manuscript",
    "Notice",
    "NoticeChoice",
    "OutboxEntry",
    "Picture",
    "PrintOrder",
    "PublicationTask",
    "ReadingLink",
    "Record",
    "Relation",
    "Rendition",
    "ReviewAct",
    "RoleTerm",
    "Source",
    "StoredFile",
    "SuggestedChange",
    "Suggestion",
    "Text",
    "Timer",
    "Title",
    "User",
    "WaitingRelation",
]
