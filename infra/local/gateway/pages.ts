/** What people see in a browser or with curl; calls of clients are signed. */
export interface Page {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/**
 * By path, e.g. `/_local/sns/inbox`; one that changes something by `POST` and its path. Each is given
 * what the address asks after `?`.
 */
export type Pages = Readonly<Record<string, (query: URLSearchParams) => Page>>;

/** The pages that every environment has, and what it was given besides. */
export function allPages(endpoint: () => string, services: readonly string[], more: Pages): Pages {
  const pages: Pages = {
    '/_local/health': () => ({
      contentType: 'application/json',
      body: JSON.stringify({ status: 'running', endpoint: endpoint(), services }),
    }),
    ...more,
  };
  return { '/': () => overview(endpoint(), services, Object.keys(pages)), ...pages };
}

function overview(endpoint: string, services: readonly string[], paths: readonly string[]): Page {
  const lines = [
    `A local AWS environment at ${endpoint}`,
    '',
    `Services: ${services.join(', ')}`,
    `Use it with: AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any`,
    '',
    'Pages:',
    ...paths.map((path) => `  ${path.replace('/', `${endpoint}/`)}`),
    '',
  ];
  return { contentType: 'text/plain; charset=utf-8', body: lines.join('\n') };
}
