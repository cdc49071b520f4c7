# When each machine was made, and as what: one that is not heard of starts for a while, and after that it is broken or has ended.
resource "terraform_data" "made" {
  for_each = local.names

  triggers_replace = local.servers[each.key].id
  input            = { at = plantimestamp(), make = local.make }

  lifecycle {
    ignore_changes = [input]
  }
}

# What depends on something is destroyed before it: so a node has drained, and ended, before its machine is taken away.
resource "terraform_data" "drain" {
  for_each = local.names

  triggers_replace = local.servers[each.key].id
  input = {
    edge_url      = var.edge_url
    limit_seconds = var.drain_limit_seconds
  }

  # The node was told its limit when it was made.
  lifecycle {
    ignore_changes = [input.limit_seconds]
  }

  # The fleet's token comes from the environment: kept here it would be in the plan, and Terraform would hide the progress.
  provisioner "local-exec" {
    when    = destroy
    command = "node ${path.module}/drain.mjs"
    environment = {
      EDGE_URL            = self.input.edge_url
      NODE_ID             = each.key
      DRAIN_LIMIT_SECONDS = self.input.limit_seconds
    }
  }
}
