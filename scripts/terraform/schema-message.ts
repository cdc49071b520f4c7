import type { AttributeSchema, BlockSchema, ProviderSchema } from "./schemas.ts";

/** Numbers of the protocol's enumeration Schema.NestedBlock.NestingMode. */
const NESTING = { list: 2, set: 3 } as const;

/** A provider's schema as the message GetProviderSchema.Response of Terraform's plugin protocol 6. */
export function schemaMessage({ provider, resources, data = {} }: ProviderSchema): Buffer {
  const entries = (number: number, blocks: Readonly<Record<string, BlockSchema>>) =>
    Object.entries(blocks).map(([name, block]) =>
      bytes(number, Buffer.concat([bytes(1, name), bytes(2, schema(block))])),
    );
  return Buffer.concat([bytes(1, schema(provider)), ...entries(2, resources), ...entries(3, data)]);
}

function schema(block: BlockSchema): Buffer {
  return bytes(2, blockMessage(block));
}

function blockMessage(block: BlockSchema): Buffer {
  return Buffer.concat(
    Object.entries(block).map(([name, part]) => {
      if (typeof part === "string") return bytes(2, attribute(name, part));
      const nested = [bytes(1, name), bytes(2, blockMessage(part.block)), varint(3, NESTING[part.nesting])];
      return bytes(3, Buffer.concat(nested));
    }),
  );
}

function attribute(name: string, text: AttributeSchema): Buffer {
  const [presence = "", type = ""] = text.split(" ");
  const [, outer, inner] = /^(\w+)\((\w+)\)$/.exec(type) ?? [];
  return Buffer.concat([
    bytes(1, name),
    bytes(2, JSON.stringify(outer ? [outer, inner] : type)),
    ...["required", "optional", "computed"].map((word, i) => varint(4 + i, Number(presence.includes(word)))),
  ]);
}

/** A field of protobuf's wire type 2: text, bytes, or another message. */
function bytes(number: number, content: string | Buffer): Buffer {
  const buffer = Buffer.from(content as string);
  return Buffer.concat([varintOf((number << 3) | 2), varintOf(buffer.length), buffer]);
}

/** A field of protobuf's wire type 0: a number or a truth value. */
function varint(number: number, value: number): Buffer {
  return Buffer.concat([varintOf(number << 3), varintOf(value)]);
}

function varintOf(value: number): Buffer {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) groups.push((rest & 127) | 128);
  return Buffer.from([...groups, rest]);
}
