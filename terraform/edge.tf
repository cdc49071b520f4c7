# What the Worker needs at Cloudflare and Neon. The Worker itself is deployed by `npm run deploy`.

# The Worker answers before any request would reach an address, so this one leads nowhere.
resource "cloudflare_dns_record" "edge" {
  count = var.cloudflare_zone_id == null ? 0 : 1

  zone_id = var.cloudflare_zone_id
  name    = var.hostname
  type    = "AAAA"
  content = "100::"
  proxied = true
  ttl     = 1
  comment = "Nearcast's Worker, by a route"
}

# The name is the one in wrangler.toml.
resource "cloudflare_r2_bucket" "files" {
  account_id = var.cloudflare_account_id
  name       = "nearcast-files"
  location   = var.file_location
}

# The Worker's NODE_KEYS; `npm run deploy` finds it by this name.
resource "cloudflare_workers_kv_namespace" "node_keys" {
  account_id = var.cloudflare_account_id
  title      = "nearcast-node-keys"
}

resource "cloudflare_calls_turn_app" "relay" {
  account_id = var.cloudflare_account_id
  name       = "nearcast"
}

resource "neon_project" "nearcast" {
  name                      = "nearcast"
  org_id                    = var.neon_organization
  region_id                 = var.neon_region
  history_retention_seconds = var.neon_history_seconds

  branch {
    name          = "main"
    role_name     = "nearcast"
    database_name = "nearcast"
  }
}

resource "random_password" "fleet_token" {
  length  = 48
  special = false
}

locals {
  # By the record, where there is one: nodes drain by this address, so it has to outlive them.
  edge_url = "https://${try(cloudflare_dns_record.edge[0].name, var.hostname)}"
}
