import { expect } from 'chai';
import { WSDL } from 'soap';
import { STATE_DELIVERY } from '../../adapters/soap-state-wsdl.ts';
import { readOperation } from '../../adapters/soap-wsdl.ts';
import { STATE_WSDL } from '../support/fake-soap-state.ts';

const TAKE = 'TakeActivity';

describe('soap: what is read of a WSDL', () => {
  it('an operation in the first version that it is bound to', () => {
    expect(readOperation(STATE_WSDL, TAKE, undefined)).to.deep.equal({
      kind: 'operation',
      operation: {
        version: '1.1',
        soapAction: 'urn:example:state:take',
        input: { namespace: 'urn:example:state:data', local: 'TakeActivity' },
        output: { namespace: 'urn:example:state:data', local: 'TakeActivityResult' },
        qualified: true,
      },
    });
  });

  it('the same as the soap library reads', async () => {
    const wsdl = new WSDL(STATE_WSDL, 'state.wsdl', {});
    await new Promise((resolve) => {
      wsdl.onReady(resolve);
    });
    const { methods } = wsdl.definitions.bindings['State11'] as unknown as {
      methods: Record<string, LibraryMethod>;
    };
    for (const [name, method] of Object.entries(methods)) {
      const reading = readOperation(STATE_WSDL, name, '1.1');
      expect(reading).to.have.nested.property('operation.soapAction', method.soapAction);
      expect(reading).to.have.nested.property('operation.input.local', method.input.$name);
      expect(reading).to.have.nested.property(
        'operation.input.namespace',
        method.input.targetNamespace,
      );
      expect(reading).to.have.nested.property('operation.output.local', method.output.$name);
    }
    expect(Object.keys(methods)).to.deep.equal(['TakeActivity', 'AskDelivery']);
  });

  for (const version of ['1.1', '1.2'] as const) {
    it(`the standard delivery service in SOAP ${version}, as the soap library reads it`, async () => {
      const { wsdl: text, operation, status } = STATE_DELIVERY;
      const wsdl = new WSDL(text, 'state-delivery.v1.wsdl', {});
      await new Promise((resolve) => {
        wsdl.onReady(resolve);
      });
      const binding = wsdl.definitions.bindings[version === '1.1' ? 'Soap11' : 'Soap12'];
      const { methods } = binding as unknown as { methods: Record<string, LibraryMethod> };
      expect(Object.keys(methods)).to.deep.equal([operation, status.operation]);
      for (const [name, method] of Object.entries(methods)) {
        expect(readOperation(text, name, version)).to.deep.equal({
          kind: 'operation',
          operation: {
            version,
            soapAction: method.soapAction,
            input: { namespace: method.input.targetNamespace, local: method.input.$name },
            output: { namespace: method.input.targetNamespace, local: method.output.$name },
            qualified: true,
          },
        });
      }
    });
  }

  const edits: readonly {
    name: string;
    from: string | RegExp;
    to: string;
    version?: '1.2';
    reason: string;
  }[] = [
    { name: 'a DOCTYPE', from: '?>', to: '?><!DOCTYPE x>', reason: 'UNREADABLE' },
    {
      name: 'another root',
      from: /wsdl:definitions/g,
      to: 'wsdl:description',
      reason: 'UNREADABLE',
    },
    { name: 'no XML', from: '</wsdl:definitions>', to: '', reason: 'UNREADABLE' },
    {
      name: 'an import of WSDL',
      from: '<wsdl:types>',
      to: '<wsdl:import namespace="u" location="http://169.254.169.254/x"/><wsdl:types>',
      reason: 'IMPORT',
    },
    {
      name: 'an import of a schema',
      from: '<xs:element name="TakeActivity">',
      to: '<xs:import namespace="u" schemaLocation="file:///etc/passwd"/><xs:element name="TakeActivity">',
      reason: 'IMPORT',
    },
    {
      name: 'an include of a schema',
      from: '<xs:element name="TakeActivity">',
      to: '<xs:include schemaLocation="x.xsd"/><xs:element name="TakeActivity">',
      reason: 'IMPORT',
    },
    {
      name: 'no such operation',
      from: /name="TakeActivity"/g,
      to: 'name="Other"',
      reason: 'OPERATION_UNKNOWN',
    },
    {
      name: 'no such version',
      from: /s12:binding/g,
      to: 'xs:binding',
      version: '1.2',
      reason: 'OPERATION_UNKNOWN',
    },
    {
      name: 'no port type',
      from: 'portType name="StatePort"',
      to: 'portType name="Other"',
      reason: 'OPERATION_UNKNOWN',
    },
    { name: 'rpc', from: /style="document"/g, to: 'style="rpc"', reason: 'STYLE_UNSUPPORTED' },
    { name: 'encoded', from: /use="literal"/g, to: 'use="encoded"', reason: 'STYLE_UNSUPPORTED' },
    {
      name: 'a part by type',
      from: 'element="data:TakeActivity"',
      to: 'type="xs:string"',
      reason: 'STYLE_UNSUPPORTED',
    },
    {
      name: 'two parts',
      from: '<wsdl:part name="body" element="data:TakeActivity"/>',
      to: '<wsdl:part name="a" element="data:TakeActivity"/><wsdl:part name="b" element="data:AskDelivery"/>',
      reason: 'STYLE_UNSUPPORTED',
    },
    {
      name: 'another carrier than HTTP',
      from: /http:\/\/schemas.xmlsoap.org\/soap\/http/g,
      to: 'http://schemas.xmlsoap.org/soap/smtp',
      reason: 'STYLE_UNSUPPORTED',
    },
  ];
  for (const { name, from, to, version, reason } of edits) {
    it(`refuses ${name}`, () => {
      const edited = STATE_WSDL.replace(from, to);
      expect(edited).to.not.equal(STATE_WSDL);
      expect(readOperation(edited, TAKE, version)).to.deep.equal({ kind: 'refused', reason });
    });
  }

  it('takes an import between its own schemas, which names no place', () => {
    const edited = STATE_WSDL.replace(
      '<xs:element name="TakeActivity">',
      '<xs:import namespace="u"/><xs:element name="TakeActivity">',
    );
    expect(readOperation(edited, TAKE, undefined).kind).to.equal('operation');
  });
});

interface LibraryMethod {
  readonly soapAction: string;
  readonly input: { readonly $name: string; readonly targetNamespace: string };
  readonly output: { readonly $name: string };
}
