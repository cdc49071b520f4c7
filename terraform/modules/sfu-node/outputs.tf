output "nodes" {
  description = "The nodes by name: where each is, and its addresses."
  value = {
    for name, server in local.servers : name => {
      region   = var.region
      cloud    = var.cloud
      location = var.location
      ipv4     = server.ipv4
      ipv6     = server.ipv6
    }
  }
}

output "public_keys" {
  description = "The nodes' public keys as JWKs, for the Worker's NODE_KEYS."
  value       = local.public_keys
}
