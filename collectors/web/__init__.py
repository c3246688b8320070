"""Pages under the accountant's door on which feeds are taken in and looked through."""

from collectors.web import intake, profiles, quarantine, receipts
from collectors.web.waits import waiting
from finance.shell.room import Door, Link

__all__ = ["blueprints", "links", "waiting"]

blueprints = (
    receipts.blueprint,
    intake.blueprint,
    profiles.blueprint,
    quarantine.blueprint,
)
links = (
    Link(Door.OFFICE, "receipts.queue_page", "Khoản thu", "Receipts"),
    Link(Door.OFFICE, "intake.intake_page", "Tiếp nhận dữ liệu", "Intake"),
    Link(Door.OFFICE, "quarantine.quarantine_page", "Dòng chờ sửa", "Quarantine"),
)
