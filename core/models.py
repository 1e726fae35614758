"""The models of the parts of core, in one place for Django."""

from core.approvals.models import SignedApproval
from core.audience.models import AudienceToken
from core.audit.models import AuditEntry
from core.figures.models import Figure
from core.following.models import Following, NotedState, PublicChange, SavedRecord
from core.generations.models import Generation
from core.letters.models import Letter
from core.loading.models import KeptEntry, LoadedField
from core.notices.models import Notice, NoticeChoice
from core.opinions.models import Opinion, OpinionLink, OpinionRequest
from core.outbox.models import OutboxEntry, Timer
from core.pdf.models import DuePrint, PrintOrder
from core.privacy.models import Erasure
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
from core.unsent.models import UnsentForm
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
    "Erasure",
    "Figure",
    "Following",
    "Gap",
    "GateState",
    "Generation",
    "KeptEntry",
    "Label",
    "Letter",
    "LoadedField",
    "Manuscript",
    "NotedState",
    "Notice",
    "NoticeChoice",
    "Opinion",
    "OpinionLink",
    "OpinionRequest",
    "OutboxEntry",
    "Picture",
    "PrintOrder",
    "PublicChange",
    "PublicationTask",
    "ReadingLink",
    "Record",
    "Relation",
    "Rendition",
    "ReviewAct",
    "RoleTerm",
    "SavedRecord",
    "SignedApproval",
    "Source",
    "StoredFile",
    "SuggestedChange",
    "Suggestion",
    "Text",
    "Timer",
    "Title",
    "UnsentForm",
    "User",
    "WaitingRelation",
]
