module "region" {
  source   = "./modules/sfu-node"
  for_each = var.regions

  region   = each.key
  cloud    = each.value.cloud
  location = each.value.location
  machine  = each.value.machine
  position = each.value.position

  numbers    = lookup(var.node_numbers, each.key, range(1, each.value.nodes + 1))
  most_nodes = coalesce(each.value.most_nodes, each.value.nodes)

  cloudflare_account_id  = var.cloudflare_account_id
  node_keys_namespace_id = cloudflare_workers_kv_namespace.node_keys.id

  edge_url            = local.edge_url
  image               = var.node_image
  ssh_public_key      = var.ssh_public_key
  ssh_sources         = var.ssh_sources
  metrics_sources     = var.metrics_sources
  drain_limit_seconds = var.drain_limit_seconds
}
