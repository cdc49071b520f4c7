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

output "machines" {
  description = "When each node's machine was made, by the node's number."
  value       = { for name, made in terraform_data.made : trimprefix(name, "${var.region}-") => made.output.at }
}

output "outdated" {
  description = "The numbers of the nodes whose machines would be made as something else now."
  value       = [for name, made in terraform_data.made : tonumber(trimprefix(name, "${var.region}-")) if made.output.make != local.make]
}

output "most_nodes" {
  description = "How many nodes there may be."
  value       = var.most_nodes
}

output "public_keys" {
  description = "The nodes' public keys by their names, as the Worker's NODE_KEYS has them."
  value       = { for name, entry in cloudflare_workers_kv.node : name => entry.value }
}
