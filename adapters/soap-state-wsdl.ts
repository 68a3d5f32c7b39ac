import { wsdlText } from './wsdl-text.ts';

/** Namespace of the service that a state offers where it has no WSDL of its own. */
const STATE = 'urn:compact-hub:state-delivery:v1';

const TAKE = 'TakeActivity';
const ASK = 'AskDelivery';
const [HELD, NOT_HELD] = ['HELD', 'NOT HELD'];

const DOCUMENTATION = `  <wsdl:documentation>What a state's system offers the compact hub, in SOAP 1.2 or 1.1: the hub calls it, at the address that
    the state gives. See docs/adapters-soap.md for headers, security and faults.</wsdl:documentation>
`;

const TYPES = `
    <xs:schema targetNamespace="${STATE}" elementFormDefault="qualified">
      <xs:element name="${TAKE}">
        <xs:annotation><xs:documentation>One activity: the root element of an XML document, or Text of urn:compact-hub:soap:v1 with any
          other format. The header Delivery of that namespace says which delivery it is.</xs:documentation></xs:annotation>
        <xs:complexType><xs:sequence><xs:any namespace="##any" processContents="skip"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="${TAKE}Result">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="deliveryId" type="xs:string">
              <xs:annotation><xs:documentation>As in the header Delivery; the same delivery again gets the same answer.</xs:documentation></xs:annotation>
            </xs:element>
            <xs:element name="reference" type="xs:string" minOccurs="0">
              <xs:annotation><xs:documentation>The state's own number for what it stored.</xs:documentation></xs:annotation>
            </xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="${ASK}">
        <xs:complexType><xs:sequence><xs:element name="deliveryId" type="xs:string"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="${ASK}Result">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="deliveryId" type="xs:string"/>
            <xs:element name="status">
              <xs:simpleType>
                <xs:restriction base="xs:string">
                  <xs:enumeration value="${HELD}"/>
                  <xs:enumeration value="${NOT_HELD}"/>
                </xs:restriction>
              </xs:simpleType>
            </xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:schema>
`;

/**
 * The hub's standard delivery service: what a state implements that has no WSDL of its own. The text is
 * published as schemas/state-delivery.v1.wsdl; a change of it is a new version beside this one.
 */
export const STATE_WSDL = wsdlText({
  name: 'StateDelivery',
  namespace: STATE,
  address: 'https://state.example/',
  before: DOCUMENTATION,
  types: TYPES,
  operations: [TAKE, ASK],
  answer: 'Result',
  actionOf: (operation) => `${STATE}:${operation}`,
});

/** What a profile without a WSDL says by that. */
export const STATE_DELIVERY = {
  wsdl: STATE_WSDL,
  operation: TAKE,
  version: '1.2',
  status: { operation: ASK, held: [HELD], notHeld: [NOT_HELD] },
} as const;
