locals {
  at_hetzner = var.cloud == "hetzner"
}

data "hcloud_server_type" "node" {
  count = local.at_hetzner ? 1 : 0

  name = var.machine
}

resource "hcloud_firewall" "node" {
  count = local.at_hetzner ? 1 : 0

  name = "nearcast-${var.region}"

  dynamic "rule" {
    for_each = local.open
    content {
      description = rule.value.name
      direction   = "in"
      protocol    = rule.value.protocol
      port        = rule.value.ports
      source_ips  = rule.value.sources
    }
  }
}

resource "hcloud_server" "node" {
  for_each = local.at_hetzner ? local.names : []

  name         = each.key
  location     = var.location
  server_type  = var.machine
  image        = "debian-12"
  user_data    = local.user_data[each.key]
  firewall_ids = hcloud_firewall.node[*].id
  labels       = { program = "nearcast", region = var.region }

  depends_on = [cloudflare_workers_kv.node]

  # A machine stays as it was made: what is changed is for those that are made next. Another of the first three would replace all that
  # there are, each before its successor is there, and another server_type would switch them off.
  lifecycle {
    ignore_changes = [user_data, image, location, server_type]
  }
}
