locals {
  at_linode = var.cloud == "linode"
  # A firewall's name is its own, and has at most 32 characters: of a longer region's it has the beginning, and a hash of the whole.
  cut_name       = "${trimsuffix(substr(var.region, 0, 23), "-")}-${substr(sha256(var.region), 0, 8)}"
  firewall_label = length(var.region) > 32 ? local.cut_name : var.region
}

data "linode_instance_type" "node" {
  count = local.at_linode ? 1 : 0

  id = var.machine
}

resource "linode_firewall" "node" {
  count = local.at_linode ? 1 : 0

  label           = local.firewall_label
  inbound_policy  = "DROP"
  outbound_policy = "ACCEPT"

  dynamic "inbound" {
    for_each = local.open
    content {
      label    = inbound.value.name
      action   = "ACCEPT"
      protocol = upper(inbound.value.protocol)
      ports    = inbound.value.ports
      ipv4     = [for network in inbound.value.sources : network if !strcontains(network, ":")]
      ipv6     = [for network in inbound.value.sources : network if strcontains(network, ":")]
    }
  }
}

resource "linode_instance" "node" {
  for_each = local.at_linode ? local.names : []

  label           = each.key
  region          = var.location
  type            = var.machine
  image           = "linode/debian12"
  authorized_keys = [var.ssh_public_key]
  firewall_id     = one(linode_firewall.node[*].id)
  tags            = ["nearcast", var.region]

  metadata {
    user_data = base64encode(local.user_data[each.key])
  }

  depends_on = [cloudflare_workers_kv.node]

  # A machine stays as it was made: what is changed is for those that are made next. Another of the first three would replace all that
  # there are, each before its successor is there, and another region or type would shut them down.
  lifecycle {
    ignore_changes = [metadata, image, authorized_keys, region, type]
  }
}
