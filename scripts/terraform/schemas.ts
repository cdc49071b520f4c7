/**
 * What our configuration uses of each provider's resources, in their own names: whoever uses another attribute of them
 * adds it here, as the provider documents it.
 */
export interface ProviderSchema {
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly data?: Readonly<Record<string, BlockSchema>>;
}

/** Attributes and nested blocks by name. */
export interface BlockSchema {
  readonly [name: string]: AttributeSchema | { readonly nesting: Nesting; readonly block: BlockSchema };
}

type Nesting = "list" | "set";
type Presence = "required" | "optional" | "computed" | "optional+computed";
type Primitive = "string" | "number" | "bool";
/** Whether it is given, and its type in Terraform's words. */
export type AttributeSchema = `${Presence} ${Primitive | `${"list" | "set" | "map"}(${Primitive})`}`;

const firewallRule = {
  label: "required string",
  action: "required string",
  protocol: "required string",
  ports: "optional string",
  ipv4: "optional list(string)",
  ipv6: "optional list(string)",
} as const satisfies BlockSchema;

/** By source: the providers as versions.tf names them, without the registry. */
export const PROVIDERS: Readonly<Record<string, ProviderSchema>> = {
  "cloudflare/cloudflare": {
    provider: { api_token: "optional string" },
    resources: {
      cloudflare_dns_record: {
        id: "computed string",
        zone_id: "required string",
        name: "required string",
        type: "required string",
        content: "optional string",
        proxied: "optional+computed bool",
        ttl: "required number",
        comment: "optional string",
      },
      cloudflare_r2_bucket: {
        id: "computed string",
        account_id: "required string",
        name: "required string",
        location: "optional+computed string",
      },
      cloudflare_workers_kv_namespace: {
        id: "computed string",
        account_id: "required string",
        title: "required string",
      },
      cloudflare_workers_kv: {
        id: "computed string",
        account_id: "required string",
        namespace_id: "required string",
        key_name: "required string",
        value: "required string",
      },
      cloudflare_calls_turn_app: {
        account_id: "required string",
        name: "optional+computed string",
        uid: "computed string",
        key: "computed string",
      },
    },
  },
  "hetznercloud/hcloud": {
    provider: { token: "optional string" },
    resources: {
      hcloud_firewall: {
        id: "computed string",
        name: "optional+computed string",
        rule: {
          nesting: "set",
          block: {
            description: "optional string",
            direction: "required string",
            protocol: "required string",
            port: "optional string",
            source_ips: "optional set(string)",
          },
        },
      },
      hcloud_server: {
        id: "computed string",
        name: "required string",
        server_type: "required string",
        image: "optional string",
        location: "optional+computed string",
        user_data: "optional string",
        firewall_ids: "optional+computed set(number)",
        labels: "optional map(string)",
        ipv4_address: "computed string",
        ipv6_address: "computed string",
      },
    },
    data: {
      hcloud_server_type: {
        id: "optional+computed number",
        name: "optional+computed string",
        cores: "computed number",
      },
    },
  },
  "linode/linode": {
    provider: { token: "optional string" },
    resources: {
      linode_firewall: {
        id: "computed string",
        label: "required string",
        inbound_policy: "required string",
        outbound_policy: "required string",
        inbound: { nesting: "list", block: firewallRule },
        outbound: { nesting: "list", block: firewallRule },
      },
      linode_instance: {
        id: "computed string",
        label: "optional+computed string",
        region: "required string",
        type: "optional string",
        image: "optional string",
        authorized_keys: "optional list(string)",
        firewall_id: "optional number",
        tags: "optional+computed set(string)",
        ip_address: "computed string",
        ipv6: "computed string",
        metadata: { nesting: "list", block: { user_data: "optional string" } },
      },
    },
    data: {
      linode_instance_type: { id: "required string", vcpus: "computed number" },
    },
  },
  "kislerdm/neon": {
    provider: { api_key: "optional string" },
    resources: {
      neon_project: {
        id: "computed string",
        name: "optional+computed string",
        org_id: "optional+computed string",
        region_id: "optional+computed string",
        history_retention_seconds: "optional number",
        connection_uri: "computed string",
        branch: {
          nesting: "list",
          block: {
            id: "computed string",
            name: "optional+computed string",
            role_name: "optional+computed string",
            database_name: "optional+computed string",
          },
        },
      },
    },
  },
  "hashicorp/random": {
    provider: {},
    resources: {
      random_password: {
        id: "computed string",
        length: "required number",
        special: "optional+computed bool",
        result: "computed string",
      },
    },
  },
  "hashicorp/tls": {
    provider: {},
    resources: {
      tls_private_key: {
        id: "computed string",
        algorithm: "required string",
        private_key_pem_pkcs8: "computed string",
        public_key_pem: "computed string",
      },
    },
  },
};
