import { z } from 'zod';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html */
export const headerName = z
  .string()
  .max(512)
  .regex(/^[!#$%&'*+\-.^_`|~0-9a-zA-Z]+$/, { error: 'must be the name of an HTTP header' });

const parameter = z.strictObject({
  Key: z.string().max(512),
  Value: z.string().max(512),
  IsValueSecret: z.boolean().optional(),
});

/** What a connection adds to requests: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionHttpParameters.html */
export const connectionHttpParameters = z.strictObject({
  BodyParameters: z.array(parameter).max(100).default([]),
  HeaderParameters: z
    .array(parameter.extend({ Key: headerName }))
    .max(100)
    .default([]),
  QueryStringParameters: z.array(parameter).max(100).default([]),
});

export type ConnectionHttpParameters = z.infer<typeof connectionHttpParameters>;

export const noHttpParameters: ConnectionHttpParameters = {
  BodyParameters: [],
  HeaderParameters: [],
  QueryStringParameters: [],
};

/** As an object by key. */
export const byKey = (
  parameters: readonly { readonly Key: string; readonly Value: string }[],
): Record<string, string> => Object.fromEntries(parameters.map(({ Key, Value }) => [Key, Value]));
