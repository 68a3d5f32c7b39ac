"""A state's system in Python: built by zeep from the hub's WSDL, nothing of the hub's own.

Usage: zeep-client.py WSDL-URL token KEY FILE
       zeep-client.py WSDL-URL signature KEY-FILE CERTIFICATE-FILE FILE

Submits a file and the XML document in FILE, submits rubbish, polls, acknowledges the first delivery and asks for
the status of the transmission. Prints one JSON object.
"""

import datetime
import hashlib
import json
import sys

import xmlsec
from lxml import etree
from zeep import Client
from zeep.exceptions import Fault
from zeep.wsse import utils
from zeep.wsse.signature import BinarySignature
from zeep.wsse.username import UsernameToken

HUB = "urn:compact-hub:soap:v1"


def timestamp():
    now = datetime.datetime.now(datetime.timezone.utc)
    element = utils.WSU.Timestamp()
    element.append(utils.WSU.Created(now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")))
    element.append(
        utils.WSU.Expires((now + datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    )
    return element


class FreshToken(UsernameToken):
    def apply(self, envelope, headers):
        self.timestamp_token = timestamp()
        return super().apply(envelope, headers)


class FreshSignature(BinarySignature):
    def apply(self, envelope, headers):
        utils.get_security_header(envelope).append(timestamp())
        return super().apply(envelope, headers)

    def verify(self, envelope):
        return envelope


def security(arguments):
    if arguments[0] == "token":
        return FreshToken("TX", arguments[1])
    return FreshSignature(
        arguments[1],
        arguments[2],
        signature_method=xmlsec.Transform.RSA_SHA256,
        digest_method=xmlsec.Transform.SHA256,
    )


def main():
    url, arguments = sys.argv[1], sys.argv[2:]
    client = Client(url, wsse=security(arguments))
    service = client.bind("CompactHub", "Soap12")
    note = b"made up"
    attached = service.SubmitAttachment(
        Sha256=hashlib.sha256(note).hexdigest(), MediaType="text/plain", Content=note
    )
    document = etree.parse(arguments[-1]).getroot()
    submitted = service.SubmitActivity(Document={"_value_1": document})
    receipt = json.loads(submitted.Receipt)
    try:
        service.SubmitActivity(Document={"_value_1": etree.Element("rubbish")})
        refusal = None
    except Fault as fault:
        problem = fault.detail.find("{urn:ietf:rfc:7807}problem")
        refusal = {
            "message": fault.message,
            "code": problem.findtext("{urn:ietf:rfc:7807}code"),
            "status": problem.findtext("{urn:ietf:rfc:7807}status"),
        }
    polled = service.PollInbox(Limit=10) or []
    for item in polled:
        service.AcknowledgeDelivery(DeliveryId=item.DeliveryId, Reference="PY-1")
    status = service.TransmissionStatus(TransmissionId=receipt["transmissionId"])
    print(
        json.dumps(
            {
                "attached": attached.Size,
                "repeated": submitted.Repeated,
                "receipt": receipt,
                "refusal": refusal,
                "polled": [
                    {"type": item.Type, "document": etree.tostring(item.Document._value_1).decode()}
                    for item in polled
                ],
                "status": status.Status,
            }
        )
    )


main()
