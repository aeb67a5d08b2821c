import { ApiClient, type Login } from './api-client';
import { AUDITOR_NAME, derivedLogin, operatorName } from './credentials';

/** Everyone who acts in the demo, signed in when first needed. */
export class Sessions {
  private readonly open = new Map<string, Promise<ApiClient>>();

  constructor(
    readonly baseUrl: string,
    readonly administrators: readonly [Login, Login],
  ) {}

  /** Reads what anybody may read. */
  anyone(): ApiClient {
    return ApiClient.public(this.baseUrl);
  }

  /** The administrator who proposes, orders and starts. */
  first(): Promise<ApiClient> {
    return this.signedIn(this.administrators[0]);
  }

  /** The administrator who declares, approves and releases. */
  second(): Promise<ApiClient> {
    return this.signedIn(this.administrators[1]);
  }

  operator(member: string): Promise<ApiClient> {
    return this.signedIn(this.operatorLogin(member));
  }

  /** Signs an operator in ahead of need: checking a password is slow by intent. */
  prepareOperator(member: string): void {
    // Whoever needs the session awaits the same promise, and then hears of a failure.
    this.operator(member).catch(() => undefined);
  }

  auditor(): Promise<ApiClient> {
    return this.signedIn(this.auditorLogin());
  }

  operatorLogin(member: string): Login {
    return derivedLogin(this.administrators[0], operatorName(member));
  }

  auditorLogin(): Login {
    return derivedLogin(this.administrators[0], AUDITOR_NAME);
  }

  private signedIn(login: Login): Promise<ApiClient> {
    const known = this.open.get(login.username);
    if (known !== undefined) return known;
    const session = ApiClient.signIn(this.baseUrl, login);
    this.open.set(login.username, session);
    return session;
  }
}
