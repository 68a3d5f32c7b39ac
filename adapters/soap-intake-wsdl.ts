import { OPERATION_NAMES, actionOf } from './soap-intake-operations.ts';
import { HUB } from './soap-names.ts';
import { wsdlText } from './wsdl-text.ts';

/** The WSDL 1.1 of the hub's own service at an address: document/literal, SOAP 1.1 and 1.2. */
export function hubWsdl(address: string): string {
  return wsdlText({
    name: 'CompactHub',
    namespace: HUB,
    address,
    types: SCHEMA,
    operations: OPERATION_NAMES,
    answer: 'Response',
    actionOf,
  });
}

const SCHEMA = `
    <xs:schema targetNamespace="${HUB}" elementFormDefault="qualified">
      <xs:complexType name="Document">
        <xs:annotation><xs:documentation>One XML document as its root element.</xs:documentation></xs:annotation>
        <xs:sequence><xs:any namespace="##any" processContents="skip"/></xs:sequence>
        <xs:attribute name="mediaType" type="xs:string"/>
      </xs:complexType>
      <xs:complexType name="Text">
        <xs:annotation><xs:documentation>A document of any other format; encoding is utf-8 or base64.</xs:documentation></xs:annotation>
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="mediaType" type="xs:string" use="required"/>
            <xs:attribute name="encoding" type="xs:string"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <xs:element name="SubmitActivity">
        <xs:complexType>
          <xs:choice>
            <xs:element name="Document" type="tns:Document"/>
            <xs:element name="Text" type="tns:Text"/>
          </xs:choice>
        </xs:complexType>
      </xs:element>
      <xs:element name="SubmitActivityResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="Repeated" type="xs:boolean"/>
            <xs:element name="Receipt" type="xs:string"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="SubmitAttachment">
        <xs:annotation><xs:documentation>A file that an activity names, before or after it.</xs:documentation></xs:annotation>
        <xs:complexType>
          <xs:sequence>
            <xs:element name="Sha256" type="xs:string"/>
            <xs:element name="MediaType" type="xs:string"/>
            <xs:element name="Content" type="xs:base64Binary"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="SubmitAttachmentResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="Repeated" type="xs:boolean"/>
            <xs:element name="Size" type="xs:int"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="PollInbox">
        <xs:complexType><xs:sequence><xs:element name="Limit" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="PollInboxResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="Item" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="DeliveryId" type="xs:string"/>
                  <xs:element name="TransmissionId" type="xs:string"/>
                  <xs:element name="CaseId" type="xs:string"/>
                  <xs:element name="CaseSequence" type="xs:int"/>
                  <xs:element name="Type" type="xs:string"/>
                  <xs:element name="Attempt" type="xs:int"/>
                  <xs:element name="PossibleDuplicate" type="xs:boolean"/>
                  <xs:choice>
                    <xs:element name="Document" type="tns:Document"/>
                    <xs:element name="Text" type="tns:Text"/>
                  </xs:choice>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="AcknowledgeDelivery">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="DeliveryId" type="xs:string"/>
            <xs:element name="Reference" type="xs:string" minOccurs="0"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="AcknowledgeDeliveryResponse"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
      <xs:element name="RefuseDelivery">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="DeliveryId" type="xs:string"/>
            <xs:element name="Reason" type="xs:string"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="RefuseDeliveryResponse"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
      <xs:element name="TransmissionStatus">
        <xs:complexType><xs:sequence><xs:element name="TransmissionId" type="xs:string"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="TransmissionStatusResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="TransmissionId" type="xs:string"/>
            <xs:element name="CaseId" type="xs:string"/>
            <xs:element name="Type" type="xs:string"/>
            <xs:element name="Status" type="xs:string"/>
            <xs:element name="Delivery" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="DeliveryId" type="xs:string"/>
                  <xs:element name="To" type="xs:string"/>
                  <xs:element name="State" type="xs:string"/>
                  <xs:element name="Reference" type="xs:string" minOccurs="0"/>
                  <xs:element name="FailureCode" type="xs:string" minOccurs="0"/>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:schema>
`;
