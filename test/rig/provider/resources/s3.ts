import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketArgs, BucketObjectv2Args, BucketPublicAccessBlockArgs } from "@pulumi/aws/s3";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";
import type { Session } from "../session";

const bucket = handler<BucketArgs>({
  named: { property: "bucket", longest: 63 },
  async create(inputs, session) {
    const Bucket = promised(inputs.bucket, "bucket name").toLowerCase();
    const LocationConstraint = session.region === "us-east-1" ? undefined : (session.region as "us-west-2");
    const client = session.client(S3Client);
    await client.send(
      new CreateBucketCommand({ Bucket, ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }) }),
    );
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(inputs.tags, session) } }));
    return { id: Bucket, outputs: { arn: `arn:aws:s3:::${Bucket}`, bucket: Bucket } };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(S3Client).send(new HeadBucketCommand({ Bucket: id })))) && {};
  },
  async update(id, inputs, _state, session) {
    const Tagging = { TagSet: tagList(inputs.tags, session) };
    await session.client(S3Client).send(new PutBucketTaggingCommand({ Bucket: id, Tagging }));
    return {};
  },
  async delete(id, state, session) {
    const client = session.client(S3Client);
    if (state.forceDestroy) {
      const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: id }));
      for (const { Key, VersionId } of Versions) await client.send(new DeleteObjectCommand({ Bucket: id, Key, VersionId }));
    }
    await unlessGone(client.send(new DeleteBucketCommand({ Bucket: id })));
  },
});

const putBlock = (inputs: Unwrap<BucketPublicAccessBlockArgs>, session: Session) =>
  session.client(S3Client).send(
    new PutPublicAccessBlockCommand({
      Bucket: inputs.bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: inputs.blockPublicAcls,
        BlockPublicPolicy: inputs.blockPublicPolicy,
        IgnorePublicAcls: inputs.ignorePublicAcls,
        RestrictPublicBuckets: inputs.restrictPublicBuckets,
      },
    }),
  );

const publicAccessBlock = handler<BucketPublicAccessBlockArgs>({
  async create(inputs, session) {
    await putBlock(inputs, session);
    return { id: inputs.bucket, outputs: {} };
  },
  async read(id, _state, session) {
    return (await unlessGone(session.client(S3Client).send(new GetPublicAccessBlockCommand({ Bucket: id })))) && {};
  },
  async update(_id, inputs, _state, session) {
    await putBlock(inputs, session);
    return {};
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(S3Client).send(new DeletePublicAccessBlockCommand({ Bucket: id })));
  },
});

/** The provider packs an archive; what is stored here are the names in it, so that a suite can read what was sent. */
const bodyOf = ({ source }: Unwrap<BucketObjectv2Args>): string => {
  const { assets } = (source ?? {}) as unknown as { assets?: Promise<Record<string, unknown>> | Record<string, unknown> };
  return JSON.stringify(Object.keys(assets ?? {}));
};

const object = handler<BucketObjectv2Args>({
  async create(inputs, session) {
    const [Bucket, Key] = [String(inputs.bucket), promised(inputs.key, "key")];
    const encrypted = inputs.serverSideEncryption === "aws:kms";
    await session.client(S3Client).send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: bodyOf(inputs),
        ...(encrypted && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: inputs.kmsKeyId }),
      }),
    );
    return { id: Key, outputs: { arn: `arn:aws:s3:::${Bucket}/${Key}` } };
  },
  async read(id, state, session) {
    return (await unlessGone(session.client(S3Client).send(new HeadObjectCommand({ Bucket: String(state.bucket), Key: id })))) && {};
  },
  async update(id, inputs, _state, session) {
    await session.client(S3Client).send(new PutObjectCommand({ Bucket: String(inputs.bucket), Key: id, Body: bodyOf(inputs) }));
    return {};
  },
  async delete(id, state, session) {
    await unlessGone(session.client(S3Client).send(new DeleteObjectCommand({ Bucket: String(state.bucket), Key: id })));
  },
});

export const S3: Readonly<Record<string, Handler>> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": publicAccessBlock,
};
