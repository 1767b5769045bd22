// A real OpenID Connect provider on loopback. Whoever signs in is who they say: any login is an account.
// `PUT /people/{login}` with {"groups": [...], "amr": [...]} says what it tells of somebody from then on.
// Settings are one JSON object on the command line: port, clientId, clientSecret, redirectUri, logoutUri.
import Provider from 'oidc-provider';

const settings = JSON.parse(process.argv[2]);
const people = new Map();
const told = (login) => ({ groups: ['clinic'], amr: undefined, ...people.get(login) });

const provider = new Provider(`http://127.0.0.1:${settings.port}`, {
  clients: [
    {
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      redirect_uris: [settings.redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      backchannel_logout_uri: settings.logoutUri,
      backchannel_logout_session_required: true,
    },
  ],
  claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  cookies: { keys: ['for tests on loopback only'] },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  pkce: { required: () => true },
  // Without the dispatcher that keeps a provider from calling its own machine: here that is what it is for.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  async findAccount(_context, login) {
    return {
      accountId: login,
      async claims() {
        const email = `${login}@practice.example`;
        return { sub: login, email, email_verified: true, name: `${login} of the practice`, groups: told(login).groups };
      },
    };
  },
});

const login = provider.Session.prototype.loginAccount;
provider.Session.prototype.loginAccount = function (details) {
  return login.call(this, { ...details, amr: told(details.accountId).amr });
};

provider.use(async (context, next) => {
  const found = /^\/people\/([a-z0-9]+)$/.exec(context.path);
  if (!found || context.method !== 'PUT') return next();
  const chunks = [];
  for await (const chunk of context.req) chunks.push(chunk);
  people.set(found[1], JSON.parse(Buffer.concat(chunks).toString()));
  context.status = 204;
});

for (const event of ['server_error', 'grant.error', 'authorization.error', 'backchannel.error']) {
  provider.on(event, (_context, error) => console.error(event, error.message, error.error_description ?? ''));
}

provider.listen(settings.port, '127.0.0.1', () => console.log('listening'));
