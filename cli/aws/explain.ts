import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { PROGRAM } from '../program-name.ts';

/** What is known of any error of Node or of the SDK. */
const failure = z.object({
  name: z.string().default('Error'),
  message: z.string().default(''),
  code: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/**
 * What an error of AWS, or on the way to it, means for the person at the terminal. `undefined` where it
 * is neither. Names: common errors of the AWS APIs; SDK for JavaScript, credential providers; Node,
 * system errors.
 */
export function explainAws(error: unknown, place: Place): CliError | undefined {
  const parsed = failure.safeParse(error);
  if (!parsed.success) return undefined;
  const { name, message, code, $metadata } = parsed.data;
  const where = place.endpointUrl ?? `AWS${place.region ? ` in ${place.region}` : ''}`;
  const told = (what: string, remedy: string) =>
    new CliError(exitCodes.aws, what, { remedy, cause: error });

  if (name === 'CredentialsProviderError')
    return told(
      'No AWS credentials were found.',
      'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (any will do for a local environment).',
    );
  if (/region is missing|region not accepted/i.test(message))
    return new CliError(exitCodes.unusable, 'No region is given.', {
      remedy: 'Add --region, or set AWS_REGION.',
      cause: error,
    });
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return told(
      `Nothing answers at ${where}.`,
      place.endpointUrl
        ? `Bring the local environment up with: ${PROGRAM} local`
        : 'Look whether this machine has a connection.',
    );
  if (isNetwork(name, code))
    return told(
      `${where} cannot be reached (${code ?? name}).`,
      'Look at the region, the endpoint and the connection.',
    );
  if (name === 'ResourceNotFoundException')
    return told(
      `There is no deployment of environment ${place.environment} at ${where}: ${message}`,
      'Look at --environment and --region, or deploy the pipeline there first.',
    );
  if (isDenied(name))
    return told(
      `AWS denied the call: ${message}`,
      'Use credentials that may do it, or have it granted.',
    );
  if (isBadLogin(name))
    return told(`AWS does not accept the credentials: ${message}`, 'Log in again.');
  if ($metadata?.httpStatusCode !== undefined)
    return told(`AWS answered with ${name}: ${message}`, 'Try again later.');
  return undefined;
}

const isNetwork = (name: string, code: string | undefined): boolean =>
  name === 'TimeoutError' ||
  ['ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'].includes(
    code ?? '',
  );

const isDenied = (name: string): boolean => /^AccessDenied|^NotAuthorized|^Unauthorized/.test(name);

const isBadLogin = (name: string): boolean =>
  [
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ].includes(name);
