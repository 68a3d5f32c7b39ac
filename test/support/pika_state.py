"""A state that speaks AMQP with pika: submits a good and a bad document and an answer, reads the words on them."""

import json
import sys

import pika

url, prefix = sys.argv[1:]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()


def put(role, body, **properties):
    channel.basic_publish(
        "",
        f"{prefix}.{role}",
        json.dumps(body).encode(),
        pika.BasicProperties(delivery_mode=2, **properties),
        mandatory=True,
    )


def word_on(role, message_id):
    for method, properties, body in channel.consume(f"{prefix}.{role}", inactivity_timeout=30):
        if method is None:
            raise SystemExit(f"nothing came on {role}")
        channel.basic_ack(method.delivery_tag)
        if properties.correlation_id == message_id:
            channel.cancel()
            return json.loads(body)


put("submissions", {"good": True}, message_id="PY-good", content_type="application/json")
put("submissions", {"good": False}, message_id="PY-bad", content_type="application/json")
receipt = word_on("receipts", "PY-good")
problem = word_on("errors", "PY-bad")
put("answers", {"deliveryId": "D-1", "verdict": "acknowledged", "reference": "PY-1"}, message_id="PY-answer")
print(json.dumps({"receipt": receipt, "problem": problem}))
connection.close()
