"""The inspector's and the open door, the books behind both guarded doors, and the API."""

from finance.shell.room import Door, Link
from reports.render.letters import letter_pdf
from reports.web import seal_api
from reports.web.books import books_blueprint
from reports.web.inspection import inspection
from reports.web.open_pages import open_blueprint

press = letter_pdf
office_books = books_blueprint(Door.OFFICE)
inspect_books = books_blueprint(Door.INSPECT)
blueprints = (
    open_blueprint("vi"),
    open_blueprint("en"),
    inspection,
    inspect_books,
    office_books,
    seal_api.api,
)
links = (
    Link(Door.OPEN, "open.units", "Các đơn vị", "Units"),
    Link(Door.OPEN, "open.relief_lists", "Miễn, giảm, tạm dừng", "Relief"),
    Link(Door.OPEN, "open.verifier", "Tự kiểm tra", "Check it yourself"),
    Link(Door.OPEN, "open.checkpoints", "Điểm kiểm", "Checkpoints"),
    Link(Door.INSPECT, "inspection.first", "Các đơn vị", "Units"),
    Link(Door.OFFICE, "office_books.units", "Sổ kế toán", "Books"),
)
