module "region" {
  source   = "./modules/sfu-node"
  for_each = var.regions

  region   = each.key
  cloud    = each.value.cloud
  location = each.value.location
  machine  = each.value.machine
  nodes    = each.value.nodes
  position = each.value.position

  edge_url            = local.edge_url
  image               = var.node_image
  ssh_public_key      = var.ssh_public_key
  ssh_sources         = var.ssh_sources
  metrics_sources     = var.metrics_sources
  drain_limit_seconds = var.drain_limit_seconds
}
