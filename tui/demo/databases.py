"""The demo's databases, as RDS, its Data API and Keyspaces write requests and answers about them."""

from __future__ import annotations

import random
from datetime import datetime

from tui.demo.people import ACCOUNT, REGION, Who
from tui.demo.record import DATA, Call, event, new_id, resource

GRAPH = "graph-prod"
GRAPH_INSTANCE = "graph-prod-instance-1"
GRAPH_PARAMETERS = "graph-prod-params"
SNAPSHOT = "graph-prod-copy-1"
ORDERS = "orders-aurora"
BILLING = "billing-aurora"
ENGINES = {
    "neptune": ("1.3.2.1", 8182, "neptune"),
    "aurora-postgresql": ("15.4", 5432, "rds"),
    "postgres": ("15.7", 5432, "rds"),
}
"""Engine → version, port and the domain of its endpoints."""

HIDDEN = "*" * 10
SUBNETS = "shop-private"
CREATED = "%b %d, %Y %I:%M:%S %p"
"""How RDS writes times in its answers."""


def arn(kind: str, name: str) -> str:
    """The ARN of an RDS thing: `cluster`, `db`, `cluster-snapshot`."""
    return f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}"


def endpoint(name: str, engine: str, kind: str = "cluster-") -> str:
    """The host name of a cluster (`cluster-`), its readers (`cluster-ro-`) or an instance (empty)."""
    return f"{name}.{kind}c4demo7shop.{REGION}.{ENGINES[engine][2]}.amazonaws.com"


def cluster(name: str, engine: str, status: str, **changes: object) -> dict[str, object]:
    """What RDS answers about a cluster."""
    version, port, _ = ENGINES[engine]
    return {
        "allocatedStorage": 1,
        "availabilityZones": [f"{REGION}{zone}" for zone in "abc"],
        "backupRetentionPeriod": 7,
        "dBClusterIdentifier": name,
        "dBClusterParameterGroup": GRAPH_PARAMETERS if engine == "neptune" else f"default.{engine}15",
        "dBSubnetGroup": SUBNETS,
        "status": status,
        "endpoint": endpoint(name, engine),
        "readerEndpoint": endpoint(name, engine, "cluster-ro-"),
        "multiAZ": False,
        "engine": engine,
        "engineVersion": version,
        "port": port,
        "masterUsername": "admin",
        "preferredBackupWindow": "03:10-03:40",
        "preferredMaintenanceWindow": "sun:05:05-sun:05:35",
        "vpcSecurityGroups": [{"vpcSecurityGroupId": "sg-0a1b2c3d4e5f60718", "status": "active"}],
        "storageEncrypted": True,
        "dBClusterArn": arn("cluster", name),
        "iAMDatabaseAuthenticationEnabled": True,
        "deletionProtection": False,
        "httpEndpointEnabled": engine != "neptune",
        **changes,
    }


def instance(name: str, engine: str, status: str, **changes: object) -> dict[str, object]:
    """What RDS answers about an instance."""
    version, port, _ = ENGINES[engine]
    return {
        "dBInstanceIdentifier": name,
        "dBInstanceClass": "db.r6g.large",
        "engine": engine,
        "dBInstanceStatus": status,
        "endpoint": {"address": endpoint(name, engine, ""), "port": port},
        "engineVersion": version,
        "licenseModel": "amazon-license" if engine == "neptune" else "postgresql-license",
        "publiclyAccessible": False,
        "storageEncrypted": True,
        "dbInstancePort": 0,
        "dBInstanceArn": arn("db", name),
        "deletionProtection": False,
        "multiAZ": False,
        **changes,
    }


def create_graph(rng: random.Random, at: datetime, who: Who) -> Call:
    """The birth of the Neptune cluster: the one record that says what its identifier is."""
    asked = {
        "dBClusterIdentifier": GRAPH,
        "engine": "neptune",
        "engineVersion": "1.3.2.1",
        "dBClusterParameterGroupName": GRAPH_PARAMETERS,
        "dBSubnetGroupName": SUBNETS,
        "storageEncrypted": True,
        "deletionProtection": True,
        "enableIAMDatabaseAuthentication": True,
        "enableCloudwatchLogsExports": ["audit"],
    }
    made = cluster(GRAPH, "neptune", "creating", deletionProtection=True, clusterCreateTime=f"{at:{CREATED}}")
    return event(rng, at, "rds.CreateDBCluster", who, requestParameters=asked, responseElements=made)


def statement(rng: random.Random, at: datetime, name: str, who: Who, database: str = ORDERS) -> Call:
    """A Data API call; SQL, database and schema are hidden by AWS itself.

    Calls to `BILLING` take the newer shape, a data event of `rdsdataapi`; others the older, `rdsdata`.
    """
    target = arn("cluster", database)
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds-data/{database}-Qx7Lm2"
    asked: dict[str, object] = {"resourceArn": target, "secretArn": secret}
    if name.endswith("Statement"):
        asked |= {"database": HIDDEN, "schema": HIDDEN, "sql": HIDDEN, "continueAfterTimeout": False}
        asked["parameterSets" if name.startswith("Batch") else "parameters"] = []
    elif name == "BeginTransaction":
        asked |= {"database": HIDDEN, "schema": HIDDEN}
    else:
        asked["transactionId"] = HIDDEN
    if database != BILLING:
        return event(rng, at, f"rdsdata.{name}", who, requestParameters=asked)
    parts = DATA | {"eventType": "Rds Data Service", "resources": resource("RDS::DBCluster", target)}
    return event(rng, at, f"rdsdataapi.{name}", who, requestParameters=asked, **parts)


COLUMNS = {
    "orders": ("order_id", "customer_id", "status", "total"),
    "customers": ("customer_id", "name", "email", "country"),
    "carts": ("cart_id", "customer_id", "items"),
}
"""The tables of keyspace `shop`; the first column is the partition key."""


def table_arn(table: str) -> str:
    """The ARN of a table of keyspace `shop`."""
    return f"arn:aws:cassandra:{REGION}:{ACCOUNT}:/keyspace/shop/table/{table}"


def rows(rng: random.Random, at: datetime, name: str, table: str, who: Who) -> Call:
    """A Keyspaces DML call: Select, Insert, Update or Delete, with values redacted as AWS does."""
    key, *others = COLUMNS[table]
    asked: dict[str, object] = {"keyspaceName": "shop", "tableName": table}
    if name == "Select":
        asked |= {"conditions": [f"{key} = '{new_id(rng)[0]}**(Redacted){rng.randrange(10)}'"]}
        asked |= {"select": [key, *others], "allowFiltering": False}
    else:
        asked |= {"primaryKeys": {key: f"'{new_id(rng)[0]}**(Redacted){rng.randrange(10)}'"}}
    if name == "Insert":
        asked |= {"columnNames": [key, *others], "updateParameters": {}}
    elif name == "Update":
        asked |= {"assignmentColumnNames": [others[-1]], "conditions": []}
    elif name == "Delete":
        asked |= {"deleteColumnNames": [], "conditions": [], "updateParameters": {}}
    more = DATA | {"resources": resource("Cassandra::Table", table_arn(table)), "apiVersion": "3.4.4"}
    return event(rng, at, f"cassandra.{name}", who, requestParameters=asked, **more)


def drop_table(rng: random.Random, at: datetime, who: Who, table: str) -> Call:
    """A Keyspaces DDL call; its CQL stands in `rawQuery` as the service lays it out."""
    asked = {
        "rawQuery": f'\n\tDROP TABLE\n\t\tIF EXISTS\n\t\t"shop"."{table}"\n\t',
        "keyspaceName": "shop",
        "tableName": table,
    }
    more: dict[str, object] = {
        "resources": resource("Cassandra::Table", table_arn(table)),
        "apiVersion": "3.4.4",
    }
    return event(rng, at, "cassandra.DropTable", who, requestParameters=asked, **more)
