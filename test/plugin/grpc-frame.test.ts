import { describe, expect, test } from 'vitest';
import { frameMessage, MessageCollector } from '../../src/plugin/server/grpc-frame.ts';
import { encodeGrpcMessage, GrpcFailure } from '../../src/plugin/server/grpc-status.ts';

const LIMIT = 100;

function collect(parts: readonly Uint8Array[]): Buffer {
  const collector = new MessageCollector(LIMIT);
  for (const part of parts) collector.push(Buffer.from(part));
  return collector.finish();
}

function failure(parts: readonly Uint8Array[]): GrpcFailure {
  try {
    collect(parts);
  } catch (error) {
    if (error instanceof GrpcFailure) return error;
    throw error;
  }
  throw new Error('nothing was raised');
}

describe('one message', () => {
  const message = Buffer.from('a message of some length');
  const frame = frameMessage(message);

  test('has a prefix of five bytes', () => {
    expect([...frame.subarray(0, 5)]).toEqual([0, 0, 0, 0, message.length]);
  });

  test.each(Array.from({ length: frame.length + 1 }, (_, at) => at))(
    'cut at byte %i comes out whole',
    (at) => {
      expect(collect([frame.subarray(0, at), frame.subarray(at)])).toEqual(message);
    },
  );

  test('may come byte by byte, and may be empty', () => {
    expect(collect([...frame].map((byte) => Uint8Array.of(byte)))).toEqual(message);
    expect(collect([frameMessage(new Uint8Array(0))])).toEqual(Buffer.alloc(0));
  });
});

test.each<[name: string, code: number, parts: readonly Uint8Array[]]>([
  ['nothing', 13, []],
  ['half a prefix', 13, [Uint8Array.of(0, 0)]],
  ['less than announced', 13, [Uint8Array.of(0, 0, 0, 0, 2, 1)]],
  ['more than announced', 13, [Uint8Array.of(0, 0, 0, 0, 1, 1, 1)]],
  ['a second message', 13, [frameMessage(Uint8Array.of(1)), frameMessage(Uint8Array.of(2))]],
  ['compressed', 12, [Uint8Array.of(1, 0, 0, 0, 1, 1)]],
  ['too large', 8, [Uint8Array.of(0, 0, 0, 0, LIMIT + 1)]],
])('%s ends the call with status %i', (_name, code, parts) => {
  expect(failure(parts).code).toBe(code);
});

test('a message in a header is percent-encoded', () => {
  expect(encodeGrpcMessage('50 % of "Ünïcode"\n')).toBe('50 %25 of "%C3%9Cn%C3%AFcode"%0A');
});
