"""Who the demo is about: a manufacturer with plants and warehouses, three suppliers, one distributor, their codes.

All names, numbers and addresses are invented.
"""

from dataclasses import dataclass, field

from causeway.portal.domain.catalog.service import NewItem
from causeway.tenants.directory import NewOrganization
from causeway.tenants.models import SiteKind
from causeway.tenants.permissions import RoleName

TENANT_SLUG = "east-electric"
TENANT_NAME = "华东电气股份有限公司"
TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A place of one of the demo's companies."""

    code: str
    name: str
    kind: SiteKind
    time_zone: str = TIME_ZONE
    gln: str | None = None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who signs in."""

    persona: str
    name: str
    email: str
    roles: tuple[RoleName, ...]
    locale: str


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """One company of the demo with everything that belongs to it.

    `number` is what the core enterprise calls it in documents.
    """

    key: str
    number: str
    organization: NewOrganization
    sites: tuple[DemoSite, ...] = ()
    people: tuple[DemoPerson, ...] = ()
    item_codes: dict[str, str] = field(default_factory=dict)


OWN = DemoCompany(
    key="own",
    number="EE01",
    organization=NewOrganization(
        TENANT_NAME, is_own=True, uscc="91310115MA1H8K3T27", gln="6901234000016", locale="zh_CN"
    ),
    sites=(
        DemoSite("PL-LG", "临港工厂", SiteKind.PLANT),
        DemoSite("PL-SZ", "苏州工厂", SiteKind.PLANT),
        DemoSite("WH-LG1", "上海临港一号仓", SiteKind.WAREHOUSE),
        DemoSite("WH-NB", "宁波中转仓", SiteKind.WAREHOUSE),
    ),
    people=(
        DemoPerson("buyer", "陈敏", "buyer@east-electric.example", (RoleName.BUYER,), "zh_CN"),
        DemoPerson(
            "integrator", "Alex Morgan", "integrator@east-electric.example", (RoleName.INTEGRATOR,), "en"
        ),
        DemoPerson("tenant admin", "周婷", "admin@east-electric.example", (RoleName.TENANT_ADMIN,), "zh_CN"),
    ),
)

HAICHUAN = DemoCompany(
    key="haichuan",
    number="V1001",
    organization=NewOrganization("宁波海川精密制造有限公司", is_supplier=True, locale="zh_CN"),
    sites=(DemoSite("NB-01", "宁波北仑工厂", SiteKind.PLANT),),
    people=(DemoPerson("supplier", "王丽", "supplier@haichuan.example", (RoleName.SUPPLIER,), "zh_CN"),),
    item_codes={
        "MAT-000418": "HC-6204",
        "MAT-002207": "HC-FL50",
        "MAT-001530": "HC-NBR453",
        "MAT-000092": "HC-EC092",
        "MAT-000777": "HC-CU405",
    },
)

NORDKAP = DemoCompany(
    key="nordkap",
    number="V1002",
    organization=NewOrganization("Nordkap Industri AS", is_supplier=True, locale="en"),
    sites=(DemoSite("TRD-1", "Trondheim works", SiteKind.PLANT, "Europe/Oslo"),),
    people=(
        DemoPerson(
            "second supplier", "Ingrid Solberg", "supplier@nordkap.example", (RoleName.SUPPLIER,), "en"
        ),
    ),
    item_codes={"MAT-002207": "NK-F50", "MAT-003310": "NK-HP12", "MAT-003311": "NK-QC12"},
)

HENGTAI = DemoCompany(
    key="hengtai",
    number="V1003",
    organization=NewOrganization("佛山恒泰电机有限公司", is_supplier=True, locale="zh_CN"),
    sites=(DemoSite("FS-01", "佛山顺德工厂", SiteKind.PLANT),),
    item_codes={
        "MAT-000092": "HT-DG-092",
        "MAT-004005": "HT-M22",
        "MAT-004006": "HT-M55",
        "MAT-005100": "HT-VFD75",
    },
)

GREAT_LAKES = DemoCompany(
    key="greatlakes",
    number="C2001",
    organization=NewOrganization("Great Lakes Supply Inc.", is_distributor=True, locale="en"),
    sites=(DemoSite("CLE-01", "Cleveland DC", SiteKind.WAREHOUSE, "America/New_York"),),
    people=(
        DemoPerson(
            "distributor", "Dana Whitfield", "orders@greatlakes.example", (RoleName.DISTRIBUTOR,), "en"
        ),
    ),
    item_codes={"MAT-004005": "GL-M-22", "MAT-004006": "GL-M-55", "MAT-005100": "GL-V-75"},
)

PARTNERS = (HAICHUAN, NORDKAP, HENGTAI, GREAT_LAKES)

ITEMS = (
    NewItem(
        "MAT-000418",
        "深沟球轴承 6204-2RS",
        "EA",
        "Deep-groove bearing 6204-2RS",
        "06901234567014",
        "bearings",
    ),
    NewItem("MAT-002207", "不锈钢法兰 DN50", "EA", "Stainless flange DN50", "06901234567021", "fittings"),
    NewItem("MAT-001530", "密封圈 NBR 45×3", "EA", "O-ring NBR 45×3", "06901234567038", "seals"),
    NewItem("MAT-001531", "密封圈 FKM 60×4", "EA", "O-ring FKM 60×4", None, "seals"),
    NewItem(
        "MAT-000092", "电机端盖 铸铝", "EA", "Motor end cap, cast aluminium", "06901234567045", "castings"
    ),
    NewItem(
        "MAT-003310", "高压油管 12 mm", "MTR", "High-pressure hose 12 mm", "06901234567052", "hydraulics"
    ),
    NewItem("MAT-003311", "快换接头 G1/2", "EA", "Quick coupling G1/2", "06901234567069", "hydraulics"),
    NewItem(
        "MAT-004005", "三相异步电机 2.2 kW", "EA", "Three-phase motor 2.2 kW", "06901234567076", "motors"
    ),
    NewItem(
        "MAT-004006", "三相异步电机 5.5 kW", "EA", "Three-phase motor 5.5 kW", "06901234567083", "motors"
    ),
    NewItem("MAT-005100", "变频器 7.5 kW", "EA", "Inverter 7.5 kW", "06901234567090", "drives"),
    NewItem("MAT-000777", "铜排 T2 40×5", "KGM", "Copper bar T2 40×5", "06901234567106", "conductors"),
)


@dataclass(frozen=True, slots=True)
class DemoSystem:
    """A system that exchanges X12 with us: whose it is, its envelope identities, the files it sends, in order."""

    company: str
    name: str
    interchange_id: str
    charset: str
    version: str
    files: tuple[str, ...]

    @property
    def group_id(self) -> str:
        """The GS02 that the system writes: the same as its interchange id."""
        return self.interchange_id


OUR_INTERCHANGE_ID = "CAUSEWAY"
QUALIFIER = "ZZ"

SYSTEMS = (
    DemoSystem(
        company="own",
        name="East Electric ERP",
        interchange_id="EASTERP",
        charset="utf-8",
        version="004010",
        files=(
            "erp-01-bearings-4010.edi",
            "erp-02-hydraulics-5010.edi",
            "erp-03-motors-4010.edi",
            "erp-04-one-bad-of-three-4010.edi",
            "erp-05-unknown-item-4010.edi",
            "erp-06-change-4010.edi",
        ),
    ),
    DemoSystem(
        company="greatlakes",
        name="Great Lakes order desk",
        interchange_id="GREATLAKES",
        charset="ascii",
        version="005010",
        files=("distributor-01-motors-5010.edi",),
    ),
)

VISIBLE_ORDERS = 11
"""How many orders can be seen once everything that is right in the files is applied."""
