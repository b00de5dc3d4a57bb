-- A walled table's primary key is made after its other indexes. While a table has no statistics yet, all indexes that
-- begin with the tenant cost the planner the same, and it takes the newest: a foreign key's check that is planned then
-- must take the key, or it reads a tenant's whole index for each row until the table is analysed.
grant usage on schema public to causeway_staff, causeway_partner
;;
CREATE TABLE app_user (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    password_changed_at TIMESTAMP WITH TIME ZONE,
    locale TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_app_user PRIMARY KEY (id),
    CONSTRAINT uq_app_user_email_folded UNIQUE (email_folded)
)
;;
CREATE TABLE audit_block (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    number BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    entry_count INTEGER NOT NULL,
    first_position BIGINT NOT NULL,
    last_xid xid8 NOT NULL,
    last_id UUID NOT NULL,
    members BYTEA NOT NULL,
    root BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT uq_audit_block_tenant_id_number UNIQUE (tenant_id, number)
)
;;
alter table audit_block add CONSTRAINT pk_audit_block PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE audit_day_root (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    day DATE NOT NULL,
    first_block BIGINT NOT NULL,
    last_block BIGINT NOT NULL,
    entry_count BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    root BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT uq_audit_day_root_tenant_id_day UNIQUE (tenant_id, day)
)
;;
alter table audit_day_root add CONSTRAINT pk_audit_day_root PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE audit_detail (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    salt BYTEA NOT NULL,
    body TEXT NOT NULL
)
 PARTITION BY RANGE (id)
;;
alter table audit_detail add CONSTRAINT pk_audit_detail PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE audit_entry (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_side TEXT NOT NULL,
    actor_partner_id UUID,
    channel TEXT NOT NULL,
    correlation_id UUID NOT NULL,
    detail_digest BYTEA NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
)
 PARTITION BY RANGE (id)
;;
CREATE INDEX ix_audit_entry_actor ON audit_entry (tenant_id, actor_id, id)
;;
CREATE INDEX ix_audit_entry_feed ON audit_entry (tenant_id, xid, id)
;;
CREATE INDEX ix_audit_entry_object ON audit_entry (tenant_id, object_kind, object_id, id)
;;
alter table audit_entry add CONSTRAINT pk_audit_entry PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE audit_head (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    block_number BIGINT NOT NULL,
    block_hash BYTEA NOT NULL,
    entry_count BIGINT NOT NULL,
    last_xid xid8 NOT NULL,
    last_id UUID NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL
)
;;
alter table audit_head add CONSTRAINT pk_audit_head PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE blob (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL
)
 PARTITION BY RANGE (id)
;;
alter table blob add CONSTRAINT pk_blob PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE company (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    uscc TEXT,
    gln TEXT,
    duns TEXT,
    country TEXT,
    CONSTRAINT pk_company PRIMARY KEY (id),
    CONSTRAINT uq_company_uscc UNIQUE (uscc)
)
;;
CREATE TABLE control_number (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    series TEXT NOT NULL,
    last_value INTEGER NOT NULL,
    CONSTRAINT uq_control_number_tenant_id_agreement_id_series UNIQUE (tenant_id, agreement_id, series)
)
;;
alter table control_number add CONSTRAINT pk_control_number PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE duplicate_key (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    key TEXT NOT NULL,
    transmission_id UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    window_ends_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT uq_duplicate_key_tenant_id_partner_id_key UNIQUE (tenant_id, partner_id, key)
)
;;
alter table duplicate_key add CONSTRAINT pk_duplicate_key PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE event (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT NOT NULL,
    actor_side TEXT NOT NULL,
    channel TEXT NOT NULL,
    message_id UUID,
    correlation_id UUID NOT NULL,
    causation_id UUID,
    data JSONB NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
)
;;
CREATE INDEX ix_event_feed ON event (tenant_id, xid, id)
;;
CREATE INDEX ix_event_partner_subject ON event (tenant_id, partner_id, subject_kind, subject_id, id)
;;
CREATE INDEX ix_event_subject ON event (tenant_id, subject_kind, subject_id, id)
;;
alter table event add CONSTRAINT pk_event PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE item (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    name_sort TEXT NOT NULL,
    gtin TEXT,
    base_unit TEXT NOT NULL,
    item_group TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT uq_item_tenant_id_code UNIQUE (tenant_id, code)
)
;;
CREATE INDEX ix_item_gtin ON item (tenant_id, gtin)
;;
alter table item add CONSTRAINT pk_item PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE platform_audit_block (
    id UUID NOT NULL,
    number BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    entry_count INTEGER NOT NULL,
    first_position BIGINT NOT NULL,
    last_xid xid8 NOT NULL,
    last_id UUID NOT NULL,
    members BYTEA NOT NULL,
    root BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_platform_audit_block PRIMARY KEY (id)
)
;;
CREATE UNIQUE INDEX uq_platform_audit_block_number ON platform_audit_block (number)
;;
CREATE TABLE platform_audit_day_root (
    id UUID NOT NULL,
    day DATE NOT NULL,
    first_block BIGINT NOT NULL,
    last_block BIGINT NOT NULL,
    entry_count BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    root BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_platform_audit_day_root PRIMARY KEY (id)
)
;;
CREATE UNIQUE INDEX uq_platform_audit_day_root_day ON platform_audit_day_root (day)
;;
CREATE TABLE platform_audit_detail (
    id UUID NOT NULL,
    salt BYTEA NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_platform_audit_detail PRIMARY KEY (id)
)
 PARTITION BY RANGE (id)
;;
CREATE TABLE platform_audit_entry (
    id UUID NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_side TEXT NOT NULL,
    actor_partner_id UUID,
    channel TEXT NOT NULL,
    correlation_id UUID NOT NULL,
    detail_digest BYTEA NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT pk_platform_audit_entry PRIMARY KEY (id)
)
 PARTITION BY RANGE (id)
;;
CREATE INDEX ix_platform_audit_entry_feed ON platform_audit_entry (xid, id)
;;
CREATE TABLE platform_audit_head (
    id UUID NOT NULL,
    block_number BIGINT NOT NULL,
    block_hash BYTEA NOT NULL,
    entry_count BIGINT NOT NULL,
    last_xid xid8 NOT NULL,
    last_id UUID NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_platform_audit_head PRIMARY KEY (id)
)
;;
CREATE TABLE rule (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    partner_group TEXT,
    version INTEGER NOT NULL,
    value JSONB NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT ck_rule_level CHECK (level in ('built_in', 'default', 'group', 'partner'))
)
;;
CREATE INDEX ix_rule_name ON rule (tenant_id, name, partner_id)
;;
alter table rule add CONSTRAINT pk_rule PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE sign_in_throttle (
    key TEXT NOT NULL,
    failures TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    touched_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_throttle PRIMARY KEY (key)
)
;;
CREATE INDEX ix_sign_in_throttle_touched ON sign_in_throttle (touched_at)
;;
CREATE TABLE tenant (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    live_tenant_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_tenant PRIMARY KEY (id),
    CONSTRAINT uq_tenant_slug UNIQUE (slug),
    CONSTRAINT fk_tenant_live_tenant_id FOREIGN KEY(live_tenant_id) REFERENCES tenant (id)
)
;;
CREATE TABLE transmission (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    reason_data JSONB DEFAULT '{}' NOT NULL,
    blob_id UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    size INTEGER NOT NULL,
    format TEXT,
    content_type TEXT,
    channel TEXT NOT NULL,
    api_key_id UUID,
    conflict_with_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    problems JSONB DEFAULT '[]' NOT NULL,
    CONSTRAINT ck_transmission_direction CHECK (direction in ('in', 'out')),
    CONSTRAINT ck_transmission_state CHECK (state in ('received', 'held', 'rejected', 'applied', 'failed', 'pending', 'cancelled', 'sent', 'delivered', 'acknowledged', 'refused', 'overdue'))
)
 PARTITION BY RANGE (id)
;;
CREATE INDEX ix_transmission_partner ON transmission (tenant_id, partner_id, id)
;;
CREATE INDEX ix_transmission_recent ON transmission (tenant_id, id)
;;
CREATE INDEX ix_transmission_state ON transmission (tenant_id, state, id)
;;
alter table transmission add CONSTRAINT pk_transmission PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE work (
    id UUID NOT NULL,
    tenant_id UUID,
    kind TEXT NOT NULL,
    reference UUID,
    lane TEXT,
    gate TEXT,
    behind TEXT,
    behind_id UUID,
    payload JSONB NOT NULL,
    run_at TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    lease_token UUID,
    parked_at TIMESTAMP WITH TIME ZONE,
    last_error TEXT,
    CONSTRAINT pk_work PRIMARY KEY (id)
)
;;
CREATE INDEX ix_work_due ON work (tenant_id, run_at, id) WHERE parked_at is null
;;
CREATE INDEX ix_work_gate ON work (tenant_id, gate, id) WHERE gate is not null
;;
CREATE INDEX ix_work_lane ON work (tenant_id, lane, id) WHERE lane is not null
;;
CREATE INDEX ix_work_reference ON work (tenant_id, reference)
;;
CREATE TABLE interchange (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    transmission_id UUID NOT NULL,
    agreement_id UUID,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    control_number TEXT NOT NULL,
    version TEXT NOT NULL,
    usage TEXT NOT NULL,
    written_at TEXT,
    envelope JSONB NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    problems JSONB NOT NULL,
    CONSTRAINT fk_interchange_tenant_id_transmission_id FOREIGN KEY(tenant_id, transmission_id) REFERENCES transmission (tenant_id, id)
)
;;
CREATE INDEX ix_interchange_control ON interchange (tenant_id, control_number, id)
;;
CREATE INDEX ix_interchange_transmission ON interchange (tenant_id, transmission_id)
;;
alter table interchange add CONSTRAINT pk_interchange PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE item_unit (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    item_id UUID NOT NULL,
    unit TEXT NOT NULL,
    numerator INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    CONSTRAINT fk_item_unit_tenant_id_item_id FOREIGN KEY(tenant_id, item_id) REFERENCES item (tenant_id, id),
    CONSTRAINT uq_item_unit_tenant_id_item_id_unit UNIQUE (tenant_id, item_id, unit)
)
;;
alter table item_unit add CONSTRAINT pk_item_unit PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE organization (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID,
    company_id UUID,
    name TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    is_own BOOLEAN NOT NULL,
    is_supplier BOOLEAN NOT NULL,
    is_distributor BOOLEAN NOT NULL,
    partner_group TEXT,
    uscc TEXT,
    gln TEXT,
    duns TEXT,
    locale TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    revision INTEGER NOT NULL,
    CONSTRAINT fk_organization_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
;;
CREATE INDEX ix_organization_name ON organization (tenant_id, name_sort, id)
;;
alter table organization add CONSTRAINT pk_organization PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE user_tenant (
    user_id UUID NOT NULL,
    tenant_id UUID NOT NULL,
    CONSTRAINT pk_user_tenant PRIMARY KEY (user_id, tenant_id),
    CONSTRAINT fk_user_tenant_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_user_tenant_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id)
)
;;
CREATE TABLE agreement (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    name TEXT NOT NULL,
    standard TEXT NOT NULL,
    usage TEXT NOT NULL,
    their_qualifier TEXT NOT NULL,
    their_id TEXT NOT NULL,
    our_qualifier TEXT NOT NULL,
    our_id TEXT NOT NULL,
    their_group_id TEXT NOT NULL,
    our_group_id TEXT NOT NULL,
    terms JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    revision INTEGER NOT NULL,
    CONSTRAINT fk_agreement_tenant_id_organization_id FOREIGN KEY(tenant_id, organization_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_agreement_tenant_id_their_qualifier_their_id_our_qua_555c UNIQUE (tenant_id, their_qualifier, their_id, our_qualifier, our_id, their_group_id, usage),
    CONSTRAINT ck_agreement_usage CHECK (usage in ('live', 'test'))
)
;;
CREATE INDEX ix_agreement_organization ON agreement (tenant_id, organization_id)
;;
alter table agreement add CONSTRAINT pk_agreement PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE api_key (
    id UUID NOT NULL,
    secret_sha256 BYTEA NOT NULL,
    prefix TEXT NOT NULL,
    tenant_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    is_own BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT[] NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_api_key PRIMARY KEY (id),
    CONSTRAINT fk_api_key_tenant_id_organization_id FOREIGN KEY(tenant_id, organization_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_api_key_secret_sha256 UNIQUE (secret_sha256),
    CONSTRAINT fk_api_key_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id)
)
;;
CREATE INDEX ix_api_key_organization ON api_key (tenant_id, organization_id, id)
;;
CREATE TABLE code_entry (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    owner_id UUID NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    target_id UUID,
    target_code TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT fk_code_entry_tenant_id_owner_id FOREIGN KEY(tenant_id, owner_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_code_entry_tenant_id_kind_owner_id_scheme_code UNIQUE (tenant_id, kind, owner_id, scheme, code),
    CONSTRAINT ck_code_entry_kind CHECK (kind in ('party', 'site', 'item', 'unit', 'factor'))
)
;;
CREATE INDEX ix_code_entry_target ON code_entry (tenant_id, kind, target_id)
;;
alter table code_entry add CONSTRAINT pk_code_entry PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE functional_group (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    interchange_id UUID NOT NULL,
    agreement_id UUID,
    direction TEXT NOT NULL,
    functional_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    control_number TEXT NOT NULL,
    version TEXT NOT NULL,
    ack_status TEXT,
    ack_message_id UUID,
    problems JSONB NOT NULL,
    CONSTRAINT fk_functional_group_tenant_id_interchange_id FOREIGN KEY(tenant_id, interchange_id) REFERENCES interchange (tenant_id, id)
)
;;
CREATE INDEX ix_functional_group_ack ON functional_group (tenant_id, agreement_id, direction, functional_id, control_number, id)
;;
CREATE INDEX ix_functional_group_interchange ON functional_group (tenant_id, interchange_id)
;;
alter table functional_group add CONSTRAINT pk_functional_group PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE membership (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    user_id UUID NOT NULL,
    email TEXT NOT NULL,
    display_name TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    invited_at TIMESTAMP WITH TIME ZONE,
    joined_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT fk_membership_tenant_id_partner_id FOREIGN KEY(tenant_id, partner_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_membership_tenant_id_user_id_partner_id UNIQUE (tenant_id, user_id, partner_id),
    CONSTRAINT fk_membership_user_id FOREIGN KEY(user_id) REFERENCES app_user (id)
)
;;
CREATE INDEX ix_membership_active ON membership (tenant_id, partner_id, id) WHERE disabled_at is null
;;
CREATE INDEX ix_membership_user ON membership (user_id, tenant_id)
;;
alter table membership add CONSTRAINT pk_membership PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE message (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    reason_data JSONB NOT NULL,
    document TEXT NOT NULL,
    exchanged_with_id UUID NOT NULL,
    agreement_id UUID,
    transmission_id UUID,
    interchange_id UUID,
    group_id UUID,
    control_number TEXT,
    business_number TEXT,
    byte_start INTEGER,
    byte_end INTEGER,
    canonical JSONB,
    schema_version TEXT,
    problems JSONB NOT NULL,
    subject_kind TEXT,
    subject_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    not_before TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    delivered_at TIMESTAMP WITH TIME ZONE,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    ack_due_at TIMESTAMP WITH TIME ZONE,
    ack_status TEXT,
    ack_message_id UUID,
    caused_by_id UUID,
    correlation_id UUID NOT NULL,
    CONSTRAINT ck_message_direction CHECK (direction in ('in', 'out')),
    CONSTRAINT ck_message_state CHECK (state in ('received', 'held', 'rejected', 'applied', 'failed', 'pending', 'cancelled', 'sent', 'delivered', 'acknowledged', 'refused', 'overdue')),
    CONSTRAINT fk_message_tenant_id_partner_id FOREIGN KEY(tenant_id, partner_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT fk_message_tenant_id_exchanged_with_id FOREIGN KEY(tenant_id, exchanged_with_id) REFERENCES organization (tenant_id, id)
)
 PARTITION BY RANGE (id)
;;
CREATE INDEX ix_message_document ON message (tenant_id, document, id)
;;
CREATE INDEX ix_message_group ON message (tenant_id, group_id)
;;
CREATE INDEX ix_message_mailbox ON message (tenant_id, exchanged_with_id, direction, state, id)
;;
CREATE INDEX ix_message_number ON message (tenant_id, business_number, id)
;;
CREATE INDEX ix_message_partner ON message (tenant_id, partner_id, id)
;;
CREATE INDEX ix_message_partner_document ON message (tenant_id, partner_id, document, id)
;;
CREATE INDEX ix_message_partner_state ON message (tenant_id, partner_id, state, id)
;;
CREATE INDEX ix_message_state ON message (tenant_id, state, id)
;;
CREATE INDEX ix_message_subject ON message (tenant_id, subject_kind, subject_id, id)
;;
CREATE INDEX ix_message_transmission ON message (tenant_id, transmission_id)
;;
alter table message add CONSTRAINT pk_message PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE site (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID,
    organization_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    calendar JSONB NOT NULL,
    address JSONB NOT NULL,
    gln TEXT,
    CONSTRAINT fk_site_tenant_id_organization_id FOREIGN KEY(tenant_id, organization_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_site_tenant_id_organization_id_code UNIQUE (tenant_id, organization_id, code),
    CONSTRAINT ck_site_kind CHECK (kind in ('plant', 'warehouse', 'office'))
)
;;
alter table site add CONSTRAINT pk_site PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE trade_order (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    buyer_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    number TEXT NOT NULL,
    number_folded TEXT COLLATE "C" NOT NULL,
    release_number TEXT NOT NULL,
    order_type TEXT NOT NULL,
    order_date DATE,
    currency TEXT,
    amount NUMERIC(19, 6),
    line_count INTEGER NOT NULL,
    requested_date DATE,
    sort_date DATE NOT NULL,
    confirmed_date DATE,
    ship_to_site_id UUID,
    ship_to_name TEXT,
    plant_code TEXT,
    buyer_group TEXT,
    item_group TEXT,
    version INTEGER NOT NULL,
    response_version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    channel TEXT NOT NULL,
    source_message_id UUID,
    answer_agreement_id UUID,
    answer_to_id UUID,
    header JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE,
    seen_by TEXT,
    CONSTRAINT fk_trade_order_tenant_id_partner_id FOREIGN KEY(tenant_id, partner_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT fk_trade_order_tenant_id_buyer_id FOREIGN KEY(tenant_id, buyer_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT fk_trade_order_tenant_id_seller_id FOREIGN KEY(tenant_id, seller_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT uq_trade_order_tenant_id_buyer_id_number_release_number UNIQUE (tenant_id, buyer_id, number, release_number),
    CONSTRAINT ck_trade_order_direction CHECK (direction in ('purchase', 'replenishment')),
    CONSTRAINT ck_trade_order_state CHECK (state in ('to_confirm', 'changed', 'partly_confirmed', 'confirmed', 'rejected', 'cancelled'))
)
;;
CREATE INDEX ix_trade_order_due ON trade_order (tenant_id, direction, state, sort_date, id)
;;
CREATE INDEX ix_trade_order_list ON trade_order (tenant_id, direction, id)
;;
CREATE INDEX ix_trade_order_number ON trade_order (tenant_id, direction, state, number_folded, id)
;;
CREATE INDEX ix_trade_order_partner ON trade_order (tenant_id, partner_id, direction, id)
;;
CREATE INDEX ix_trade_order_partner_due ON trade_order (tenant_id, partner_id, direction, state, sort_date, id)
;;
CREATE INDEX ix_trade_order_partner_number ON trade_order (tenant_id, partner_id, direction, state, number_folded, id)
;;
CREATE INDEX ix_trade_order_partner_state ON trade_order (tenant_id, partner_id, direction, state, id)
;;
CREATE INDEX ix_trade_order_state ON trade_order (tenant_id, direction, state, id)
;;
alter table trade_order add CONSTRAINT pk_trade_order PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE unknown_code (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    owner_id UUID NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    hint JSONB NOT NULL,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE,
    resolved_by TEXT,
    CONSTRAINT fk_unknown_code_tenant_id_owner_id FOREIGN KEY(tenant_id, owner_id) REFERENCES organization (tenant_id, id),
    CONSTRAINT ck_unknown_code_kind CHECK (kind in ('party', 'site', 'item', 'unit', 'factor'))
)
;;
CREATE INDEX ix_unknown_code_open ON unknown_code (tenant_id, id) WHERE resolved_at is null
;;
CREATE UNIQUE INDEX uq_unknown_code_open ON unknown_code (tenant_id, kind, owner_id, scheme, code) WHERE resolved_at is null
;;
alter table unknown_code add CONSTRAINT pk_unknown_code PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_line (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    line_key TEXT NOT NULL,
    line_id TEXT,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    item_id UUID,
    buyer_item TEXT,
    seller_item TEXT,
    gtin TEXT,
    description TEXT NOT NULL,
    version INTEGER NOT NULL,
    quantity NUMERIC(19, 6) NOT NULL,
    unit TEXT NOT NULL,
    unit_as_sent TEXT NOT NULL,
    base_quantity NUMERIC(19, 6),
    base_unit TEXT,
    price_amount NUMERIC(19, 6),
    price_currency TEXT,
    price_per NUMERIC(19, 6),
    price_unit TEXT,
    requested_date DATE,
    requested_latest DATE,
    date_basis TEXT NOT NULL,
    ship_to_site_id UUID,
    ship_to_name TEXT,
    answered_version INTEGER NOT NULL,
    answer_id UUID,
    confirmed_quantity NUMERIC(19, 6),
    confirmed_date DATE,
    first_confirmed_quantity NUMERIC(19, 6),
    first_confirmed_date DATE,
    source JSONB NOT NULL,
    CONSTRAINT fk_order_line_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT fk_order_line_tenant_id_item_id FOREIGN KEY(tenant_id, item_id) REFERENCES item (tenant_id, id),
    CONSTRAINT uq_order_line_tenant_id_order_id_line_key UNIQUE (tenant_id, order_id, line_key),
    CONSTRAINT ck_order_line_state CHECK (state in ('to_confirm', 'changed', 'confirmed', 'confirmed_with_changes', 'rejected', 'cancelled')),
    CONSTRAINT ck_order_line_date_basis CHECK (date_basis in ('delivery', 'ship'))
)
;;
CREATE INDEX ix_order_line_page ON order_line (tenant_id, order_id, position, id)
;;
alter table order_line add CONSTRAINT pk_order_line PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_response (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    version INTEGER NOT NULL,
    order_version INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    decision TEXT NOT NULL,
    rule JSONB NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    message_id UUID,
    outbound_id UUID,
    client_token TEXT,
    client_digest TEXT,
    channel TEXT NOT NULL,
    actor_id UUID,
    actor_name TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT fk_order_response_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT uq_order_response_tenant_id_order_id_version UNIQUE (tenant_id, order_id, version),
    CONSTRAINT uq_order_response_tenant_id_order_id_client_token UNIQUE (tenant_id, order_id, client_token),
    CONSTRAINT ck_order_response_outcome CHECK (outcome in ('accepted', 'accepted_with_changes', 'rejected', 'withdrawn'))
)
;;
alter table order_response add CONSTRAINT pk_order_response PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_version (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    number INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    changes JSONB NOT NULL,
    stamp JSONB NOT NULL,
    message_id UUID,
    channel TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT fk_order_version_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT uq_order_version_tenant_id_order_id_number UNIQUE (tenant_id, order_id, number)
)
;;
alter table order_version add CONSTRAINT pk_order_version PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE single_use_token (
    id UUID NOT NULL,
    token_sha256 BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    user_id UUID NOT NULL,
    tenant_id UUID NOT NULL,
    membership_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by UUID,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_single_use_token PRIMARY KEY (id),
    CONSTRAINT ck_single_use_token_purpose CHECK (purpose in ('invite', 'reset')),
    CONSTRAINT fk_single_use_token_tenant_id_membership_id FOREIGN KEY(tenant_id, membership_id) REFERENCES membership (tenant_id, id),
    CONSTRAINT uq_single_use_token_token_sha256 UNIQUE (token_sha256),
    CONSTRAINT fk_single_use_token_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_single_use_token_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id)
)
;;
CREATE INDEX ix_single_use_token_user ON single_use_token (user_id, purpose)
;;
CREATE TABLE user_session (
    id UUID NOT NULL,
    token_sha256 BYTEA NOT NULL,
    user_id UUID NOT NULL,
    tenant_id UUID NOT NULL,
    membership_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    organization_name TEXT NOT NULL,
    partner_id UUID,
    roles TEXT[] NOT NULL,
    authenticated_by TEXT[] NOT NULL,
    authenticated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    ip TEXT,
    user_agent TEXT,
    CONSTRAINT pk_user_session PRIMARY KEY (id),
    CONSTRAINT fk_user_session_tenant_id_membership_id FOREIGN KEY(tenant_id, membership_id) REFERENCES membership (tenant_id, id),
    CONSTRAINT uq_user_session_token_sha256 UNIQUE (token_sha256),
    CONSTRAINT fk_user_session_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_user_session_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenant (id)
)
;;
CREATE INDEX ix_user_session_membership ON user_session (tenant_id, membership_id)
;;
CREATE INDEX ix_user_session_user ON user_session (user_id, id)
;;
CREATE TABLE waiting_message (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    message_id UUID NOT NULL,
    unknown_code_id UUID NOT NULL,
    CONSTRAINT fk_waiting_message_tenant_id_message_id FOREIGN KEY(tenant_id, message_id) REFERENCES message (tenant_id, id),
    CONSTRAINT fk_waiting_message_tenant_id_unknown_code_id FOREIGN KEY(tenant_id, unknown_code_id) REFERENCES unknown_code (tenant_id, id),
    CONSTRAINT uq_waiting_message_tenant_id_message_id_unknown_code_id UNIQUE (tenant_id, message_id, unknown_code_id)
)
;;
CREATE INDEX ix_waiting_message_code ON waiting_message (tenant_id, unknown_code_id)
;;
alter table waiting_message add CONSTRAINT pk_waiting_message PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_confirmation (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    response_id UUID NOT NULL,
    line_id UUID NOT NULL,
    line_version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    quantity NUMERIC(19, 6) NOT NULL,
    unit TEXT NOT NULL,
    promised_date DATE,
    reason_code TEXT,
    reason_text TEXT,
    CONSTRAINT fk_order_confirmation_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT fk_order_confirmation_tenant_id_response_id FOREIGN KEY(tenant_id, response_id) REFERENCES order_response (tenant_id, id),
    CONSTRAINT fk_order_confirmation_tenant_id_line_id FOREIGN KEY(tenant_id, line_id) REFERENCES order_line (tenant_id, id),
    CONSTRAINT uq_order_confirmation_tenant_id_response_id_line_id_sequence UNIQUE (tenant_id, response_id, line_id, sequence)
)
;;
CREATE INDEX ix_order_confirmation_order ON order_confirmation (tenant_id, order_id, response_id)
;;
alter table order_confirmation add CONSTRAINT pk_order_confirmation PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_line_version (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    line_id UUID NOT NULL,
    version INTEGER NOT NULL,
    action TEXT NOT NULL,
    quantity NUMERIC(19, 6) NOT NULL,
    unit TEXT NOT NULL,
    base_quantity NUMERIC(19, 6),
    unit_numerator INTEGER,
    unit_denominator INTEGER,
    price_amount NUMERIC(19, 6),
    price_currency TEXT,
    price_per NUMERIC(19, 6),
    price_unit TEXT,
    requested_date DATE,
    requested_latest DATE,
    message_id UUID,
    channel TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT fk_order_line_version_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT fk_order_line_version_tenant_id_line_id FOREIGN KEY(tenant_id, line_id) REFERENCES order_line (tenant_id, id),
    CONSTRAINT uq_order_line_version_tenant_id_line_id_version UNIQUE (tenant_id, line_id, version)
)
;;
CREATE INDEX ix_order_line_version_order ON order_line_version (tenant_id, order_id, version)
;;
alter table order_line_version add CONSTRAINT pk_order_line_version PRIMARY KEY (tenant_id, id)
;;
CREATE TABLE order_schedule (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    order_id UUID NOT NULL,
    line_id UUID NOT NULL,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    quantity NUMERIC(19, 6) NOT NULL,
    requested_date DATE,
    requested_latest DATE,
    ship_to_name TEXT,
    CONSTRAINT fk_order_schedule_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES trade_order (tenant_id, id),
    CONSTRAINT fk_order_schedule_tenant_id_line_id FOREIGN KEY(tenant_id, line_id) REFERENCES order_line (tenant_id, id),
    CONSTRAINT uq_order_schedule_tenant_id_line_id_version_sequence UNIQUE (tenant_id, line_id, version, sequence)
)
;;
alter table order_schedule add CONSTRAINT pk_order_schedule PRIMARY KEY (tenant_id, id)
;;
revoke all on app_user from public
;;
grant delete, insert, select, update on app_user to causeway_staff
;;
revoke all on audit_block from public
;;
grant insert, select on audit_block to causeway_staff
;;
alter table audit_block enable row level security
;;
alter table audit_block force row level security
;;
create policy staff_wall on audit_block for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on audit_day_root from public
;;
grant insert, select on audit_day_root to causeway_staff
;;
alter table audit_day_root enable row level security
;;
alter table audit_day_root force row level security
;;
create policy staff_wall on audit_day_root for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on audit_detail from public
;;
grant delete, insert, select on audit_detail to causeway_staff
;;
grant insert on audit_detail to causeway_partner
;;
alter table audit_detail enable row level security
;;
alter table audit_detail force row level security
;;
create policy staff_wall on audit_detail for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on audit_detail for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on audit_entry from public
;;
grant insert, select on audit_entry to causeway_staff
;;
grant insert on audit_entry to causeway_partner
;;
alter table audit_entry enable row level security
;;
alter table audit_entry force row level security
;;
create policy staff_wall on audit_entry for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on audit_entry for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on audit_head from public
;;
grant insert, select, update on audit_head to causeway_staff
;;
alter table audit_head enable row level security
;;
alter table audit_head force row level security
;;
create policy staff_wall on audit_head for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on blob from public
;;
grant insert, select on blob to causeway_staff
;;
grant insert, select on blob to causeway_partner
;;
alter table blob enable row level security
;;
alter table blob force row level security
;;
create policy staff_wall on blob for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on blob for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on company from public
;;
grant delete, insert, select, update on company to causeway_staff
;;
grant select on company to causeway_partner
;;
revoke all on control_number from public
;;
grant insert, select, update on control_number to causeway_staff
;;
alter table control_number enable row level security
;;
alter table control_number force row level security
;;
create policy staff_wall on control_number for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on duplicate_key from public
;;
grant insert, select, update on duplicate_key to causeway_staff
;;
grant insert, select, update on duplicate_key to causeway_partner
;;
alter table duplicate_key enable row level security
;;
alter table duplicate_key force row level security
;;
create policy staff_wall on duplicate_key for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on duplicate_key for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on event from public
;;
grant insert, select on event to causeway_staff
;;
grant insert, select on event to causeway_partner
;;
alter table event enable row level security
;;
alter table event force row level security
;;
create policy staff_wall on event for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on event for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on item from public
;;
grant delete, insert, select, update on item to causeway_staff
;;
alter table item enable row level security
;;
alter table item force row level security
;;
create policy staff_wall on item for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on platform_audit_block from public
;;
grant insert, select on platform_audit_block to causeway_staff
;;
revoke all on platform_audit_day_root from public
;;
grant insert, select on platform_audit_day_root to causeway_staff
;;
revoke all on platform_audit_detail from public
;;
grant delete, insert, select on platform_audit_detail to causeway_staff
;;
revoke all on platform_audit_entry from public
;;
grant insert, select on platform_audit_entry to causeway_staff
;;
revoke all on platform_audit_head from public
;;
grant insert, select, update on platform_audit_head to causeway_staff
;;
revoke all on rule from public
;;
grant delete, insert, select, update on rule to causeway_staff
;;
grant select on rule to causeway_partner
;;
alter table rule enable row level security
;;
alter table rule force row level security
;;
create policy staff_wall on rule for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on rule for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid))
;;
revoke all on sign_in_throttle from public
;;
grant delete, insert, select, update on sign_in_throttle to causeway_staff
;;
revoke all on tenant from public
;;
grant delete, insert, select, update on tenant to causeway_staff
;;
grant select on tenant to causeway_partner
;;
revoke all on transmission from public
;;
grant insert, select, update on transmission to causeway_staff
;;
grant insert, select on transmission to causeway_partner
;;
alter table transmission enable row level security
;;
alter table transmission force row level security
;;
create policy staff_wall on transmission for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on transmission for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on work from public
;;
grant delete, insert, select, update on work to causeway_staff
;;
grant insert on work to causeway_partner
;;
revoke all on interchange from public
;;
grant insert, select, update on interchange to causeway_staff
;;
grant insert, select on interchange to causeway_partner
;;
alter table interchange enable row level security
;;
alter table interchange force row level security
;;
create policy staff_wall on interchange for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on interchange for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on item_unit from public
;;
grant delete, insert, select, update on item_unit to causeway_staff
;;
alter table item_unit enable row level security
;;
alter table item_unit force row level security
;;
create policy staff_wall on item_unit for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on organization from public
;;
grant delete, insert, select, update on organization to causeway_staff
;;
grant select on organization to causeway_partner
;;
alter table organization enable row level security
;;
alter table organization force row level security
;;
create policy staff_wall on organization for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on organization for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid))
;;
revoke all on user_tenant from public
;;
grant delete, insert, select, update on user_tenant to causeway_staff
;;
revoke all on agreement from public
;;
grant insert, select, update on agreement to causeway_staff
;;
alter table agreement enable row level security
;;
alter table agreement force row level security
;;
create policy staff_wall on agreement for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on api_key from public
;;
grant delete, insert, select, update on api_key to causeway_staff
;;
revoke all on code_entry from public
;;
grant delete, insert, select, update on code_entry to causeway_staff
;;
alter table code_entry enable row level security
;;
alter table code_entry force row level security
;;
create policy staff_wall on code_entry for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on functional_group from public
;;
grant insert, select, update on functional_group to causeway_staff
;;
grant insert, select on functional_group to causeway_partner
;;
alter table functional_group enable row level security
;;
alter table functional_group force row level security
;;
create policy staff_wall on functional_group for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on functional_group for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on membership from public
;;
grant delete, insert, select, update on membership to causeway_staff
;;
grant select on membership to causeway_partner
;;
alter table membership enable row level security
;;
alter table membership force row level security
;;
create policy staff_wall on membership for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on membership for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on message from public
;;
grant insert, select, update on message to causeway_staff
;;
grant insert, select, update on message to causeway_partner
;;
alter table message enable row level security
;;
alter table message force row level security
;;
create policy staff_wall on message for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on message for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on site from public
;;
grant delete, insert, select, update on site to causeway_staff
;;
grant select on site to causeway_partner
;;
alter table site enable row level security
;;
alter table site force row level security
;;
create policy staff_wall on site for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on site for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and (partner_id is null or partner_id = nullif(current_setting('app.partner_id', true), '')::uuid))
;;
revoke all on trade_order from public
;;
grant insert, select, update on trade_order to causeway_staff
;;
grant insert, select, update on trade_order to causeway_partner
;;
alter table trade_order enable row level security
;;
alter table trade_order force row level security
;;
create policy staff_wall on trade_order for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on trade_order for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on unknown_code from public
;;
grant delete, insert, select, update on unknown_code to causeway_staff
;;
alter table unknown_code enable row level security
;;
alter table unknown_code force row level security
;;
create policy staff_wall on unknown_code for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on order_line from public
;;
grant insert, select, update on order_line to causeway_staff
;;
grant insert, select, update on order_line to causeway_partner
;;
alter table order_line enable row level security
;;
alter table order_line force row level security
;;
create policy staff_wall on order_line for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_line for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on order_response from public
;;
grant insert, select, update on order_response to causeway_staff
;;
grant insert, select, update on order_response to causeway_partner
;;
alter table order_response enable row level security
;;
alter table order_response force row level security
;;
create policy staff_wall on order_response for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_response for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on order_version from public
;;
grant insert, select on order_version to causeway_staff
;;
grant insert, select on order_version to causeway_partner
;;
alter table order_version enable row level security
;;
alter table order_version force row level security
;;
create policy staff_wall on order_version for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_version for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on single_use_token from public
;;
grant delete, insert, select, update on single_use_token to causeway_staff
;;
revoke all on user_session from public
;;
grant delete, insert, select, update on user_session to causeway_staff
;;
revoke all on waiting_message from public
;;
grant delete, insert, select, update on waiting_message to causeway_staff
;;
alter table waiting_message enable row level security
;;
alter table waiting_message force row level security
;;
create policy staff_wall on waiting_message for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
revoke all on order_confirmation from public
;;
grant insert, select on order_confirmation to causeway_staff
;;
grant insert, select on order_confirmation to causeway_partner
;;
alter table order_confirmation enable row level security
;;
alter table order_confirmation force row level security
;;
create policy staff_wall on order_confirmation for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_confirmation for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on order_line_version from public
;;
grant insert, select on order_line_version to causeway_staff
;;
grant insert, select on order_line_version to causeway_partner
;;
alter table order_line_version enable row level security
;;
alter table order_line_version force row level security
;;
create policy staff_wall on order_line_version for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_line_version for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
revoke all on order_schedule from public
;;
grant insert, select on order_schedule to causeway_staff
;;
grant insert, select on order_schedule to causeway_partner
;;
alter table order_schedule enable row level security
;;
alter table order_schedule force row level security
;;
create policy staff_wall on order_schedule for all to causeway_staff using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
;;
create policy partner_wall on order_schedule for all to causeway_partner using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid)
;;
grant select on alembic_version to causeway_staff
;;
create function causeway_ensure_partitions(months_ahead integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
-- Every table partitioned by id range gets a partition per month (ids are UUIDv7, so a range of ids is a range of
-- time) up to so many months ahead, and a default one, so that no row is ever refused for want of a partition.
declare
  parent text;
  made integer := 0;
  first_day timestamptz;
  bound_low uuid;
  bound_high uuid;
  child text;
begin
  for parent in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'p' and n.nspname = 'public' order by c.relname
  loop
    for step in -1..months_ahead loop
      if step = -1 then
        child := parent || '_default';
      else
        first_day := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' + make_interval(months => step);
        child := parent || '_' || to_char(first_day at time zone 'UTC', 'YYYYMM');
      end if;
      continue when to_regclass('public.' || quote_ident(child)) is not null;
      if step = -1 then
        execute format('create table %I partition of %I default', child, parent);
      else
        bound_low := (lpad(to_hex((extract(epoch from first_day) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
        bound_high := (lpad(to_hex((extract(epoch from first_day + interval '1 month') * 1000)::bigint), 12, '0')
                       || repeat('0', 20))::uuid;
        execute format('create table %I partition of %I for values from (%L) to (%L)',
                       child, parent, bound_low, bound_high);
      end if;
      execute format('alter table %I enable row level security', child);
      execute format('alter table %I force row level security', child);
      made := made + 1;
    end loop;
  end loop;
  return made;
end
$$
;;
revoke all on function causeway_ensure_partitions(integer) from public
;;
grant execute on function causeway_ensure_partitions(integer) to causeway_staff
;;
select causeway_ensure_partitions(3)
