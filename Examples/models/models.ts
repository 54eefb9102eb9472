// The rows of a page as TypeScript types, with Node's own fetch: `tsc models.ts && node models.js URL read|write|acquire KEY ...`.
//
// Attributes that only Swift writes are left out. A PutItem of these types erases them, which is allowed
// (docs/wire-contract.md): what a program wants to keep it updates instead.

/** META: which body is current. Fresh while now < generated_at + revalidate_seconds, never by ttl. */
export type Metadata = {
  pk: string;
  sk: "META";
  s3_key: string;
  /** Epoch seconds. */
  generated_at: number;
  revalidate_seconds: number;
  etag?: string;
  /** Epoch seconds, later than generated_at + revalidate_seconds. */
  ttl: number;
};

/** LOCK: who may make the page. Held while lease_expires_at > now. */
export type Lock = {
  pk: string;
  sk: "LOCK";
  /** 128 random bits or more. */
  lease_token: string;
  /** Epoch seconds, rounded up. */
  lease_expires_at: number;
  /** Epoch seconds: lease_expires_at and an hour. */
  ttl: number;
};

/** The same for TableTheory's TypeScript SDK: the argument of its `defineModel`. */
export const metadataModel: {
  name: string;
  table: { name: string };
  keys: Record<"partition" | "sort", { attribute: keyof Metadata; type: "S" }>;
  attributes: { attribute: keyof Metadata; type: "S" | "N"; roles?: string[]; required?: true; optional?: true }[];
} = {
  name: "Metadata",
  table: { name: "pages" },
  keys: { partition: { attribute: "pk", type: "S" }, sort: { attribute: "sk", type: "S" } },
  attributes: [
    { attribute: "pk", type: "S", roles: ["pk"] },
    { attribute: "sk", type: "S", roles: ["sk"] },
    { attribute: "s3_key", type: "S", required: true },
    { attribute: "generated_at", type: "N", required: true },
    { attribute: "revalidate_seconds", type: "N", required: true },
    { attribute: "etag", type: "S", optional: true },
    { attribute: "ttl", type: "N", roles: ["ttl"], optional: true },
  ],
};

export const isFresh = (row: Metadata, now: number): boolean => now < row.generated_at + row.revalidate_seconds;

type Value = { S: string } | { N: string };
type Item = Record<string, Value>;

const item = (row: Metadata | Lock): Item =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "number" ? { N: String(value) } : { S: String(value) }]),
  );

const metadata = (item: Item): Metadata => {
  const text = (name: keyof Metadata): string => {
    const value = item[name];
    if (value === undefined || !("S" in value)) throw new Error(`${name} is no string`);
    return value.S;
  };
  const number = (name: keyof Metadata): number => {
    const value = item[name];
    if (value === undefined || !("N" in value)) throw new Error(`${name} is no number`);
    return Number(value.N);
  };
  return {
    pk: text("pk"),
    sk: "META",
    s3_key: text("s3_key"),
    generated_at: number("generated_at"),
    revalidate_seconds: number("revalidate_seconds"),
    ...("etag" in item ? { etag: text("etag") } : {}),
    ttl: number("ttl"),
  };
};

declare const process: { argv: string[] };

/** Unsigned, which `tabletheory serve` takes; the AWS SDK signs. */
async function send(url: string, operation: string, request: object): Promise<{ status: number; answer: any }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `DynamoDB_20120810.${operation}` },
    body: JSON.stringify(request),
  });
  return { status: response.status, answer: await response.json() };
}

async function main(): Promise<void> {
  const [url, command, key, ...rest] = process.argv.slice(2) as [string, string, string, ...string[]];
  const now = Math.floor(Date.now() / 1000);
  if (command === "write") {
    const row: Metadata = {
      pk: `CACHE#${key}`, sk: "META", s3_key: rest[0] ?? "", generated_at: now, revalidate_seconds: 60, etag: "9f86d081",
      ttl: now + 7 * 86400,
    };
    const { status, answer } = await send(url, "PutItem", { TableName: "pages", Item: item(row) });
    if (status !== 200) throw new Error(JSON.stringify(answer));
  } else if (command === "read") {
    const { answer } = await send(url, "GetItem", {
      TableName: "pages", ConsistentRead: true, Key: { pk: { S: `CACHE#${key}` }, sk: { S: "META" } },
    });
    const row = metadata(answer.Item);
    console.log(JSON.stringify({ ...row, is_fresh: isFresh(row, now) }));
  } else {
    const token = rest[0] ?? "";
    const expiry = now + Number(rest[1]) + 1;
    const row: Lock = { pk: `CACHE#${key}`, sk: "LOCK", lease_token: token, lease_expires_at: expiry, ttl: expiry + 3600 };
    const { status, answer } = await send(url, "PutItem", {
      TableName: "pages",
      Item: item(row),
      ConditionExpression:
        "attribute_not_exists(pk) OR attribute_not_exists(lease_expires_at) OR lease_expires_at <= :now OR lease_token = :token",
      ExpressionAttributeValues: { ":now": { N: String(now) }, ":token": { S: token } },
    });
    if (status !== 200 && !String(answer.__type).includes("ConditionalCheckFailed")) throw new Error(JSON.stringify(answer));
    console.log(status === 200 ? "acquired" : "held");
  }
}

void main();
