"""What the fixed values of the model are called in Vietnamese, for pages, tables and spreadsheets."""

from __future__ import annotations

import re

from corpus.identifiers import parse_path
from corpus.model import ClauseKind, DeadlineKind, DocumentKind, Modality, ObligationKind, Relation, Role, Status

DOCUMENT_KINDS = {
    DocumentKind.PRIMARY: "văn bản",
    DocumentKind.SECONDARY: "tin bài",
}

STATUSES = {
    Status.IN_FORCE: "Còn hiệu lực",
    Status.AMENDED: "Đã được sửa đổi, bổ sung",
    Status.REPLACED: "Đã bị thay thế",
    Status.REPEALED: "Đã bị bãi bỏ",
    Status.UNKNOWN: "Chưa xác định hiệu lực",
}

ROLES = {
    Role.LEAD: "Chủ trì",
    Role.SUPPORT: "Phối hợp",
    Role.DIRECT: "Chỉ đạo",
}

OBLIGATION_KINDS = {
    ObligationKind.AWARENESS: "Tuyên truyền, nâng cao nhận thức",
    ObligationKind.LEADERSHIP: "Lãnh đạo, chỉ đạo",
    ObligationKind.LEGISLATION: "Xây dựng thể chế, chính sách",
    ObligationKind.RESOURCES: "Bố trí nguồn lực",
    ObligationKind.ORGANISATION: "Tổ chức thực hiện",
    ObligationKind.SERVICES: "Cung cấp dịch vụ",
    ObligationKind.PROTECTION: "Bảo vệ, phòng ngừa",
    ObligationKind.DATA: "Dữ liệu, chuyển đổi số",
    ObligationKind.INSPECTION: "Kiểm tra, giám sát",
    ObligationKind.REPORTING: "Báo cáo, sơ kết, tổng kết",
    ObligationKind.MOBILISATION: "Vận động, huy động xã hội",
    ObligationKind.COOPERATION: "Phối hợp, hợp tác",
}

MODALITIES = {
    Modality.MUST: "Phải làm",
    Modality.SHOULD: "Khuyến khích",
    Modality.MAY: "Được phép",
    Modality.MUST_NOT: "Không được làm",
}

DEADLINE_KINDS = {
    DeadlineKind.FIXED: "Có hạn cụ thể",
    DeadlineKind.RECURRING: "Định kỳ",
    DeadlineKind.PERIOD: "Theo giai đoạn",
    DeadlineKind.RELATIVE: "Tính từ một sự kiện",
    DeadlineKind.CONTINUOUS: "Liên tục",
}

RECURRENCES = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half_yearly": "6 tháng một lần",
    "yearly": "hằng năm",
    "periodic": "định kỳ",
}

# How a document stands to one it cites, and, read from the other end, how it is cited.
RELATIONS = {
    Relation.IMPLEMENTS: "Triển khai thực hiện",
    Relation.BASED_ON: "Căn cứ",
    Relation.AMENDS: "Sửa đổi, bổ sung",
    Relation.REPLACES: "Thay thế",
    Relation.REPEALS: "Bãi bỏ",
    Relation.CONTINUES: "Tiếp tục thực hiện",
    Relation.REPORTS_ON: "Đưa tin về",
    Relation.MENTIONS: "Nhắc đến",
}
CITED_AS = {
    Relation.IMPLEMENTS: "Được triển khai bởi",
    Relation.BASED_ON: "Là căn cứ của",
    Relation.AMENDS: "Được sửa đổi, bổ sung bởi",
    Relation.REPLACES: "Bị thay thế bởi",
    Relation.REPEALS: "Bị bãi bỏ bởi",
    Relation.CONTINUES: "Được tiếp tục thực hiện bởi",
    Relation.REPORTS_ON: "Được đưa tin tại",
    Relation.MENTIONS: "Được nhắc đến tại",
}

# How a page was read (`corpus.model.Page.how`).
HOW_READ = {
    "text": "chữ có sẵn trong tệp",
    "ocr": "bản quét, chữ do máy nhận dạng",
    "repaired": "phông chữ cũ, đã chuyển sang Unicode",
}

# How the value of a target binds, and what it is a difference of.
BOUNDS = {"exactly": "", "at_least": "tối thiểu", "at_most": "tối đa"}
CHANGES = {"": "", "increase": "tăng", "decrease": "giảm"}

# What the "6 rõ" check finds lacking in a duty.
LACKS = {
    "lead": "Chưa rõ người chủ trì",
    "deadline": "Chưa có thời hạn",
    "due": "Thời hạn chưa tính được ngày",
    "report": "Chưa rõ trách nhiệm báo cáo",
    "product": "Chưa rõ sản phẩm",
    "authority": "Chưa rõ thẩm quyền",
}

COVERAGES = {"full": "Đủ", "partial": "Một phần", "none": "Chưa có"}
GAPS = {
    "not_carried_out": "Chưa triển khai",
    "lead_changed": "Đổi cơ quan chủ trì",
    "deadline_later": "Lùi thời hạn",
    "reporting_dropped": "Bỏ chế độ báo cáo",
    "added_locally": "Địa phương thêm",
    "parent_amended_since": "Cấp trên đã sửa đổi",
}
VERDICTS = {"accept": "Đã xác nhận", "reject": "Đã bác", "add": "Đã thêm", "coverage": "Đã kết luận"}

# The fields of a document that may be empty for a recorded reason.
FIELDS = {
    "type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "issuer": "Cơ quan ban hành",
    "issued": "Ngày ban hành",
    "effective": "Ngày có hiệu lực",
    "title": "Trích yếu",
    "province": "Địa phương",
    "signer": "Người ký",
    "signing": "Thể thức ký",
    "recipients": "Nơi nhận",
    "about": "Nói về văn bản",
    "status": "Hiệu lực",
    "pages": "Số trang",
}

# Kinds of clause that stand in the outline of a document.
HEADING_KINDS = frozenset(
    {
        ClauseKind.PART,
        ClauseKind.CHAPTER,
        ClauseKind.SECTION,
        ClauseKind.ARTICLE,
        ClauseKind.ITEM,
        ClauseKind.ANNEX,
    }
)

# "Văn bản không nêu sản phẩm, căn cứ.": in the reason of nearly every duty, and seen in what its note leaves out.
_SILENT = re.compile(r"\s*Văn\ bản\ không\ nêu [^.]*\.", re.VERBOSE)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")  # 2025-06-30, 2025-06, 2025


def vietnamese_date(iso: str) -> str:
    """``2025-06-30`` as ``30/6/2025``, ``2025-06`` as ``tháng 6/2025``, ``2025`` as ``năm 2025``."""
    m = _ISO.fullmatch(iso)
    if not m:
        return iso
    if m["day"]:
        return f"{int(m['day'])}/{int(m['month'])}/{m['year']}"
    return f"tháng {int(m['month'])}/{m['year']}" if m["month"] else f"năm {m['year']}"


def short_name(number: str, type: str, issuer: str, source: str) -> str:
    """What a document is called in a narrow place: its number, or else its kind and issuer, or else its file."""
    return number or (f"{sentence(type)} của {issuer}" if type and issuer else source)


def remark(reason: str) -> str:
    """What a duty's recorded reason says beyond the fields that its words leave open."""
    return _SILENT.sub("", reason).strip()


def cited(path: str) -> str:
    """A clause path as a lawyer cites it: ``dieu-5/khoan-2`` is ``Khoản 2 Điều 5``."""
    return f"{parse_path(path):vi}"


def sentence(text: str) -> str:
    """`text` with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def display_name(name: str, province: str) -> str:
    """Returns an agency's name with its province, which is left out where the name holds it already."""
    return f"{name} {province}" if province and province not in name else name
