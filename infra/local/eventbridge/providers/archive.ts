import { z } from 'zod';
import type { ResourceProvider } from '../../service.ts';
import { physicalName } from '../../sqs/physical-name.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { createArchive } from '../operations/archives.ts';

const propertiesSchema = z.looseObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  /** Empty stands for the key that AWS owns, as none does. */
  KmsKeyIdentifier: z.string().optional(),
});

const LONGEST_NAME = 48;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-archive.html */
export const archiveProvider = (core: Core): ResourceProvider => ({
  type: 'AWS::Events::Archive',
  create(properties, at) {
    const parsed = checked(propertiesSchema, properties, at.logicalId);
    const { ArchiveName = physicalName(at, LONGEST_NAME), SourceArn, ...rest } = parsed;
    const { KmsKeyIdentifier, ...plain } = rest;
    const others = KmsKeyIdentifier ? rest : plain;
    const archive = createArchive(core, at, {
      ...others,
      ArchiveName,
      EventSourceArn: SourceArn,
      EventPattern: others.EventPattern && JSON.stringify(others.EventPattern),
    });
    return { ref: archive.name, attributes: { Arn: archive.arn, ArchiveName: archive.name } };
  },
});
