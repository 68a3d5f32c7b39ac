import { escapeAttribute } from './canonical-xml.ts';
import { SOAP, type SoapVersion } from './soap-names.ts';

export interface WsdlService {
  readonly name: string;
  /** The target namespace; `tns:` in `types`. */
  readonly namespace: string;
  readonly address: string;
  /** Elements before `types`, such as a documentation; lines with their ends. */
  readonly before?: string;
  /** The content of `types`; lines with their ends. */
  readonly types: string;
  readonly operations: readonly string[];
  /** What the name of an operation's answer ends with. */
  readonly answer: string;
  readonly actionOf: (operation: string) => string;
}

/**
 * The text of a WSDL 1.1, document/literal, with a binding for SOAP 1.1 and one for 1.2. Each operation
 * takes the element of its own name and gives that with `answer` behind.
 */
export function wsdlText(service: WsdlService): string {
  const { name, namespace, before = '', types, operations, answer } = service;
  const address = escapeAttribute(service.address);
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${name}" targetNamespace="${namespace}" xmlns:tns="${namespace}"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:soap11="${SOAP['1.1'].binding}" xmlns:soap12="${SOAP['1.2'].binding}">
${before}  <wsdl:types>${types}  </wsdl:types>
${operations.map((operation) => messages(operation, answer)).join('\n')}
  <wsdl:portType name="${name}">
${operations.map((operation) => abstractOperation(operation, answer)).join('\n')}
  </wsdl:portType>
${binding(service, '1.1')}
${binding(service, '1.2')}
  <wsdl:service name="${name}">
    <wsdl:port name="Soap11" binding="tns:Soap11"><soap11:address location="${address}"/></wsdl:port>
    <wsdl:port name="Soap12" binding="tns:Soap12"><soap12:address location="${address}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

function messages(name: string, answer: string): string {
  return `  <wsdl:message name="${name}"><wsdl:part name="body" element="tns:${name}"/></wsdl:message>
  <wsdl:message name="${name}${answer}"><wsdl:part name="body" element="tns:${name}${answer}"/></wsdl:message>`;
}

function abstractOperation(name: string, answer: string): string {
  return `    <wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/><wsdl:output message="tns:${name}${answer}"/></wsdl:operation>`;
}

function binding({ name, operations, actionOf }: WsdlService, version: SoapVersion): string {
  const prefix = version === '1.1' ? 'soap11' : 'soap12';
  const body = `<${prefix}:body use="literal"/>`;
  const bound = operations.map(
    (operation) => `    <wsdl:operation name="${operation}">
      <${prefix}:operation soapAction="${actionOf(operation)}"/>
      <wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output>
    </wsdl:operation>`,
  );
  return `  <wsdl:binding name="${version === '1.1' ? 'Soap11' : 'Soap12'}" type="tns:${name}">
    <${prefix}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${bound.join('\n')}
  </wsdl:binding>`;
}
