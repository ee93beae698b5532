"""Any service: the resource is found by the names that AWS's APIs give their parameters."""

from __future__ import annotations

from parsers.cloudtrail.calls import Call
from parsers.cloudtrail.lens import Lens, Reading
from parsers.cloudtrail.values import Gives, Json, arn_name, listing, mapping, texts, words

KEYS = words(
    "bucketName functionName instanceId userName roleName groupName secretId keyId aliasName trailName "
    "name Name dBInstanceIdentifier dBClusterIdentifier tableName queueName queueUrl topicArn stackName "
    "clusterName repositoryName logGroupName groupId securityGroupId volumeId snapshotId imageId vpcId "
    "subnetId routeTableId networkInterfaceId internetGatewayId natGatewayId networkAclId vpcEndpointId "
    "allocationId instanceProfileName policyName policyArn roleArn sAMLProviderArn serialNumber "
    "accessKeyId distributionId apiId restApiId domainName certificateArn loadBalancerName "
    "loadBalancerArn detectorId documentName commandId sessionId parameterName stateMachineArn "
    "streamName streamARN graphIdentifier resourceArn resourceARN resourceName resourceId resource "
    "modelId id arn target accountId instancesSet volumeSet snapshotSet groupSet instanceIds names "
    "trailNameList resourceIdList resourcesSet"
)
"""Parameters that name a resource, the more telling first."""
RANK = {key: place for place, key in enumerate(KEYS)}
UNNAMED = len(KEYS)

CONTAINERS = ("vpc-", "subnet-", "rtb-", "acl-", "sg-")
"""What things are made in."""
NAMING = ("Id", "Name", "Identifier", "Arn", "ARN")
"""How parameters end that name something, for services that are not in the table."""


def read(event: Gives, call: Call, parameters: Json) -> Reading:
    """The resource named, and a sentence made of the call's own name."""
    made = created(event, call, parameters) if call.did == "created" else None
    target = made or named(parameters) or resource(event) or unlisted(parameters) or refusal(event)
    if target is None:
        return Reading(None, call.thing)
    inside = call.did == "created" and target.startswith(CONTAINERS) and target != made
    return Reading(target, f"{call.thing} in {target}" if inside else f"{call.thing} {target}")


def created(event: Gives, call: Call, parameters: Json) -> str | None:
    """What a creation made, by its own name: from the request, or where AWS chose it, from the response."""
    response = mapping(event.get("responseElements"))
    for source in (parameters, response, mapping(response.get(call.own[-1]))):
        for key in (*call.own, "name", "id"):
            value = source.get(key)
            if type(value) is str and value:
                return arn_name(value)
    return None


def named(parameters: Json) -> str | None:
    """The resource that request parameters name."""
    best = UNNAMED
    found: object = None
    for name, value in parameters.items():
        rank = RANK.get(name, UNNAMED)
        if rank < best and value:
            best, found = rank, value
    if best == UNNAMED:
        return None
    if type(found) is not str:
        return name_of(found)
    if best:
        return arn_name(found)
    key = parameters.get("key")  # of an object in a bucket, whose name it completes
    return f"{found}/{key}" if type(key) is str else found


def unlisted(parameters: Json) -> str | None:
    """The first parameter that ends like a name; EC2 wraps some: `{"DeleteFlowLogsRequest": {…}}`."""
    if not parameters:
        return None
    if len(parameters) == 1:
        (inner,) = parameters.values()
        if type(inner) is dict and "items" not in inner:
            parameters = inner
    for key, value in parameters.items():
        if key.endswith(NAMING) and not key.startswith("client"):
            name = name_of(value)
            if name:
                return name
    return None


def name_of(value: object) -> str | None:
    """A parameter's value as a name: an ARN's last part, the first few of a list."""
    if type(value) is str:
        return arn_name(value)
    if type(value) is dict and type(value.get("content")) is str:
        return arn_name(value["content"])
    names = texts(value) or [
        name
        for item in listing(value)
        if type(item) is dict
        for key, name in item.items()
        if type(name) is str and key.endswith("Id")
    ]
    more = f" +{len(names) - 5}" if len(names) > 5 else ""
    return ", ".join(map(arn_name, names[:5])) + more or None


def resource(event: Gives) -> str | None:
    """The first of the event's `resources` that has a name; their keys vary."""
    resources = event.get("resources")
    for item in resources if type(resources) is list else ():
        if type(item) is dict:
            arn = item.get("ARN") or item.get("arn") or item.get("ARNPrefix") or item.get("resourceName")
            if type(arn) is str:
                return arn_name(arn)
    return None


def refusal(event: Gives) -> str | None:
    """The name of what a refusal speaks of."""
    arn = refused(event)
    return arn_name(arn) if arn else None


def refused(event: Gives) -> str | None:
    """The ARN in `… not authorized to perform: x on resource: arn:…`: all that some refusals say of it."""
    message = event.get("errorMessage")
    if type(message) is not str:
        return None
    arn = message.partition("on resource: ")[2].split(" ", 1)[0].rstrip(".,;")
    return arn if arn.startswith("arn:") and not arn.endswith(("*", "/", ":")) else None


LENS = Lens((), read)
